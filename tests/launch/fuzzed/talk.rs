//! What holds of every conversation with an editor: it ends, and whatever is said is a message.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use launch::lsp::{self, Settings};
use serde_json::{Value, json};

use crate::fuzzed::inputs::text;

/// What is said, kept.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody fails").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn framed(message: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{message}", message.len()).into_bytes()
}

/// What an editor sends: these bytes; or, where they begin with no head, the text of a plan that is open
/// and messages about it, one after each line `===`.
fn script(bytes: &[u8]) -> Vec<u8> {
    let Some(text) = text(bytes).filter(|text| !text.starts_with("Content-")) else { return bytes.to_vec() };
    let mut parts = text.split("\n===\n");
    let plan = parts.next().unwrap_or_default();
    let uri = "file:///nowhere/plan.yaml";
    let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": plan});
    let mut script = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}),
    ]
    .iter()
    .flat_map(|message| framed(&message.to_string()))
    .collect::<Vec<u8>>();
    for part in parts.take(8) {
        let short = part.split_once(' ').and_then(|(method, rest)| {
            let (line, character) = rest.split_once(':')?;
            let (line, character): (u32, u32) = (line.parse().ok()?, character.trim_end().parse().ok()?);
            let position = json!({"line": line, "character": character});
            Some(json!({"jsonrpc": "2.0", "id": 7, "method": format!("textDocument/{method}"), "params": {
                "textDocument": {"uri": uri}, "position": position, "range": {"start": position, "end": position},
                "context": {"includeDeclaration": true, "diagnostics": []},
            }}))
        });
        script.extend(framed(&short.map_or_else(|| part.to_owned(), |short| short.to_string())));
    }
    script.extend(framed(r#"{"jsonrpc":"2.0","id":9,"method":"shutdown"}"#));
    script.extend(framed(r#"{"jsonrpc":"2.0","method":"exit"}"#));
    script
}

/// Talks, and reads everything that is answered.
pub(crate) fn talk(bytes: &[u8]) {
    let said = Said::default();
    let day = Some(jiff::civil::date(2026, 5, 28));
    let settings = Settings { as_of: day, today: crate::overlay::base_day, policy: None };
    lsp::serve(&mut &*script(bytes), Box::new(said.clone()), settings).expect("memory does not fail");
    let said = said.0.lock().expect("nobody fails").clone();
    let mut rest = said.as_slice();
    while !rest.is_empty() {
        let end = rest.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of a head");
        let head = std::str::from_utf8(&rest[..end]).expect("text");
        let length: usize =
            head.strip_prefix("Content-Length: ").and_then(|n| n.parse().ok()).expect("a length");
        let body = rest.get(end + 4..end + 4 + length).expect("as long as it says");
        let message: Value = serde_json::from_slice(body).expect("JSON");
        assert_eq!(message["jsonrpc"], "2.0");
        let failed = message.pointer("/error/code") == Some(&json!(-32603));
        assert!(!failed, "a fault of ours: {message}");
        rest = &rest[end + 4 + length..];
    }
}
