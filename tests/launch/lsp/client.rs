//! An editor: a small JSON-RPC client that talks with the built binary over pipes.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::command::launch;

/// How long an answer may take before a test fails instead of hanging. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(120);

/// What most editors can do.
pub(crate) fn capable() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "codeAction": {"disabledSupport": true},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    })
}

/// A conversation with the server.
pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Value>,
    folder: PathBuf,
    asked: i64,
    versions: BTreeMap<String, i64>,
    /// The last diagnostics of each text, as they were published.
    pub(crate) published: BTreeMap<String, Value>,
    /// Everything else that the server said.
    pub(crate) said: Vec<Value>,
}

impl Client {
    /// A conversation that has begun, for a day, in a folder.
    pub(crate) fn begin(folder: &Path) -> Client {
        Client::begin_as(folder, &["--as-of", "2026-05-28"], &capable()).0
    }

    /// A conversation that has begun, and what the server said of itself.
    pub(crate) fn begin_as(folder: &Path, args: &[&str], capabilities: &Value) -> (Client, Value) {
        let mut client = Client::silent(folder, args);
        let said = client
            .ask("initialize", &json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        client.tell("initialized", &json!({}));
        (client, said)
    }

    /// A server that nobody has greeted.
    pub(crate) fn silent(folder: &Path, args: &[&str]) -> Client {
        let mut command = launch(folder);
        command.arg("lsp").args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.env("GIT_AUTHOR_EMAIL", "sam@acme.example").env("GIT_CEILING_DIRECTORIES", folder);
        let mut server = command.spawn().expect("it runs");
        let (input, output) = (server.stdin.take(), server.stdout.take().expect("a pipe"));
        let (tell, heard) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        Client {
            server,
            input,
            heard,
            folder: folder.to_owned(),
            asked: 0,
            versions: BTreeMap::new(),
            published: BTreeMap::new(),
            said: Vec::new(),
        }
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open line");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server listens");
    }

    /// Sends the body of a message.
    pub(crate) fn body(&mut self, body: &[u8]) {
        self.raw(&[format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat());
    }

    /// Says something that wants no answer.
    pub(crate) fn tell(&mut self, method: &str, params: &Value) {
        self.body(json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string().as_bytes());
    }

    /// Asks, and gives back what is answered: the result, or the error.
    pub(crate) fn try_ask(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = self.asked;
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.body(message.to_string().as_bytes());
        let answer = self.wait(|message| message["id"] == id && message["method"].is_null());
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].clone()),
        }
    }

    /// Asks for something that has to be answered.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method} {params}: {error}"))
    }

    /// Waits for a message, and takes note of those before it.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.heard.recv_timeout(PATIENCE).expect("the server answers, and is alive");
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                self.published.insert(params["uri"].as_str().expect("a URI").to_owned(), params.clone());
            }
            if wanted(&message) {
                return message;
            }
            self.said.push(message);
        }
    }

    /// What the server calls a file.
    pub(crate) fn uri(&self, name: &str) -> String {
        let path = self.folder.join(name);
        let path = path.to_str().expect("UTF-8").replace('\\', "/");
        format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
    }

    /// A text that a request is about.
    pub(crate) fn document(&self, name: &str) -> Value {
        json!({"uri": self.uri(name)})
    }

    /// Opens a text.
    pub(crate) fn open(&mut self, name: &str, text: &str) {
        self.versions.insert(name.to_owned(), 1);
        let document = json!({"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Replaces a whole text.
    pub(crate) fn change(&mut self, name: &str, text: &str) {
        self.edit(name, &json!([{"text": text}]));
    }

    /// Makes changes of a text.
    pub(crate) fn edit(&mut self, name: &str, changes: &Value) {
        let version = self.versions.get_mut(name).expect("an open text");
        *version += 1;
        let document = json!({"uri": self.uri(name), "version": self.versions[name]});
        self.tell("textDocument/didChange", &json!({"textDocument": document, "contentChanges": changes}));
    }

    /// The diagnostics of the last version of a text.
    pub(crate) fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        let (uri, version) = (self.uri(name), self.versions[name]);
        let is_it = |params: &Value| params["uri"] == *uri && params["version"] == version;
        if !self.published.get(&uri).is_some_and(is_it) {
            self.wait(|message| is_it(&message["params"]));
        }
        self.published[&uri]["diagnostics"].as_array().expect("a list").clone()
    }

    /// Waits until what is shown of a text is so.
    pub(crate) fn until(&mut self, name: &str, is_so: impl Fn(&[Value]) -> bool) {
        let uri = self.uri(name);
        let so = |params: &Value| params["diagnostics"].as_array().is_some_and(|list| is_so(list));
        if !self.published.get(&uri).is_some_and(so) {
            self.wait(|message| message["params"]["uri"] == *uri && so(&message["params"]));
        }
    }

    /// Asks about a place of a text; `more` is laid over the request.
    pub(crate) fn about(&mut self, request: &str, name: &str, place: Value, more: &Value) -> Value {
        let mut params = json!({"textDocument": self.document(name), "position": place});
        for (key, value) in more.as_object().expect("a map") {
            params[key] = value.clone();
        }
        self.ask(&format!("textDocument/{request}"), &params)
    }

    /// Says goodbye, and waits for the end.
    pub(crate) fn end(mut self) -> i32 {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        self.code()
    }

    /// Closes the line.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// How the server ended, once it has.
    pub(crate) fn code(&mut self) -> i32 {
        self.server.wait().expect("it ends").code().unwrap_or(-1)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn read(output: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server speaks JSON"))
}

/// The place of a byte, in UTF-16 units.
pub(crate) fn place(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}

/// A text with its `‸` taken out, and the place where it was.
pub(crate) fn marked(text: &str) -> (String, Value) {
    let byte = text.find('‸').expect("a cursor");
    let text = text.replacen('‸', "", 1);
    let place = place(&text, byte);
    (text, place)
}

/// The text after an edit in one line. Places are counted in ASCII here.
pub(crate) fn edited(text: &str, edit: &Value) -> String {
    let at = |end: &str| {
        let place = &edit["range"][end];
        let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
        let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        start + number("character")
    };
    let mut text = text.to_owned();
    text.replace_range(at("start")..at("end"), edit["newText"].as_str().expect("text"));
    text
}
