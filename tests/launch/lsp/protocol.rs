//! The conversation itself: how it begins and ends, and what nobody should say.

use serde_json::{Value, json};

use crate::command::folder;
use crate::lsp::client::{Client, capable};
use crate::lsp::workplace;

const NOT_INITIALIZED: i64 = -32002;
const INVALID_REQUEST: i64 = -32600;
const NOT_KNOWN: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const NOT_JSON: i64 = -32700;

fn here() -> tempfile::TempDir {
    folder(&[])
}

#[test]
fn it_says_what_it_can_do() {
    let folder = here();
    let (client, said) = Client::begin_as(folder.path(), &["--stdio"], &capable());
    let can = &said["capabilities"];
    for feature in ["hoverProvider", "definitionProvider", "referencesProvider", "documentSymbolProvider"] {
        assert_eq!(can[feature], true, "{feature}");
    }
    assert_eq!(can["textDocumentSync"]["change"], 2, "incremental");
    assert_eq!(can["codeActionProvider"]["codeActionKinds"], json!(["quickfix"]));
    assert!(can["completionProvider"]["triggerCharacters"].is_array());
    assert_eq!(said["serverInfo"]["name"], "launch");
    assert_eq!(client.end(), 0);
}

#[test]
fn the_encoding_is_agreed_on() {
    let folder = here();
    for (offered, agreed) in [
        (json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}}), "utf-8"),
        (json!({"general": {"positionEncodings": ["utf-32", "utf-16"]}}), "utf-32"),
        (json!({"general": {"positionEncodings": []}}), "utf-16"),
        (json!({"general": {"positionEncodings": "utf-8"}}), "utf-16"),
        (json!({}), "utf-16"),
        (json!(null), "utf-16"),
    ] {
        let (client, said) = Client::begin_as(folder.path(), &[], &offered);
        assert_eq!(said["capabilities"]["positionEncoding"], agreed, "{offered}");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn the_end_is_as_the_protocol_wants_it() {
    let folder = here();
    let mut abrupt = Client::begin(folder.path());
    abrupt.tell("exit", &Value::Null);
    assert_eq!(abrupt.code(), 1, "exit without shutdown");
    let mut unheard = Client::silent(folder.path(), &[]);
    unheard.tell("exit", &Value::Null);
    assert_eq!(unheard.code(), 1, "exit before everything");
    let mut closed = Client::begin(folder.path());
    closed.hang_up();
    assert_eq!(closed.code(), 0, "the line is closed");
    let mut half = Client::begin(folder.path());
    half.raw(b"Content-Length: 100\r\n\r\n{");
    half.hang_up();
    assert_eq!(half.code(), 0, "the line is closed within a message");
    let mut over = Client::begin(folder.path());
    over.ask("shutdown", &Value::Null);
    let error = over.try_ask("textDocument/hover", &json!({})).expect_err("it is over");
    assert_eq!(error["code"], INVALID_REQUEST);
    over.tell("textDocument/didOpen", &json!({}));
    over.tell("exit", &Value::Null);
    assert_eq!(over.code(), 0);
}

#[test]
fn nothing_comes_before_the_greeting() {
    let folder = here();
    let mut client = Client::silent(folder.path(), &[]);
    client.open("plan.yaml", "launch: x\nkind: product\n");
    let error = client.try_ask("textDocument/hover", &json!({})).expect_err("too early");
    assert_eq!(error["code"], NOT_INITIALIZED);
    client.ask("initialize", &json!({}));
    assert!(client.published.is_empty());
    assert_eq!(client.end(), 0);
}

#[test]
fn what_is_not_known_is_told_and_passed_over() {
    let folder = here();
    let mut client = Client::begin(folder.path());
    for method in ["textDocument/rename", "$/what", "", "initialize"] {
        let error = client.try_ask(method, &json!({})).expect_err("not known");
        assert_eq!(error["code"], NOT_KNOWN, "{method}");
    }
    client.tell("$/setTrace", &json!({"value": "off"}));
    client.tell("$/cancelRequest", &json!({"id": 1}));
    client.tell("workspace/didChangeConfiguration", &json!(5));
    let error = client.try_ask("textDocument/hover", &json!({"position": 5})).expect_err("no place");
    assert_eq!(error["code"], INVALID_PARAMS);
    let nowhere =
        json!({"textDocument": {"uri": "file:///nowhere.yaml"}, "position": {"line": 0, "character": 0}});
    assert_eq!(client.ask("textDocument/hover", &nowhere), Value::Null);
    client.tell(
        "textDocument/didChange",
        &json!({"textDocument": {"uri": "file:///nowhere.yaml", "version": 2}, "contentChanges": []}),
    );
    client.tell("textDocument/didChange", &json!({"contentChanges": "all"}));
    client.tell("textDocument/didClose", &json!({"textDocument": {"uri": "file:///nowhere.yaml"}}));
    let logged = client.wait(|message| message["method"] == "window/logMessage");
    assert!(logged["params"]["message"].as_str().is_some_and(|text| text.contains("didChange")));
    assert_eq!(client.end(), 0);
}

#[test]
fn what_is_no_message_ends_nothing() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    for garbage in ["{", "[]", "null", "{\"id\": 1, \"method\": 5}", "\u{feff}", ""] {
        client.body(garbage.as_bytes());
        let answer = client.wait(|message| message.get("id").is_some());
        assert_eq!(
            (&answer["id"], &answer["error"]["code"]),
            (&Value::Null, &json!(NOT_JSON)),
            "{garbage:?}"
        );
    }
    client.raw(b"Content-Length: x\r\n\r\nContent-Type: y\r\n\r\n\r\n\r\n");
    client.body(&[b"{\"jsonrpc\": \"2.0\", \"method\": \"".as_slice(), &[0xff, 0xfe, 0x80], b"\"}"].concat());
    client.body(b"{\"jsonrpc\": \"2.0\", \"id\": 7, \"result\": null}");
    let deep = format!("{{\"method\": \"x\", \"params\": {}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    client.body(deep.as_bytes());
    client.open("plan.yaml", &plan);
    assert!(client.diagnostics("plan.yaml").is_empty());
    assert_eq!(client.end(), 0);
}

#[test]
fn text_that_is_no_unicode_is_followed() {
    let (folder, plan) = workplace(&[("launch: Invoice Assist 2.0", "launch: @@ 2.0")]);
    let mut client = Client::begin(folder.path());
    let text = serde_json::to_string(&plan).expect("JSON").replace("@@", "\\ud83d");
    let uri = client.uri("plan.yaml");
    let document =
        format!("{{\"uri\": \"{uri}\", \"languageId\": \"yaml\", \"version\": 1, \"text\": {text}}}");
    let open = format!(
        "{{\"jsonrpc\": \"2.0\", \"method\": \"textDocument/didOpen\", \"params\": {{\"textDocument\": {document}}}}}"
    );
    client.body(open.as_bytes());
    let params = client.wait(|message| message["params"]["uri"] == *uri)["params"].clone();
    assert_eq!(params["diagnostics"], json!([]));
    let broken: Vec<u8> =
        open.replace("\\ud83d", "\u{1}").replace("\"version\": 1", "\"version\": 2").into_bytes();
    let broken: Vec<u8> = broken.into_iter().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    client.body(&broken);
    let params = client.wait(|message| message["params"]["version"] == 2)["params"].clone();
    assert_eq!(params["diagnostics"], json!([]));
    assert_eq!(client.end(), 0);
}

#[test]
fn it_asks_to_be_told_of_policies_that_change() {
    let (folder, plan) = workplace(&[]);
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capabilities);
    let asked = client.wait(|message| message["method"] == "client/registerCapability");
    assert_eq!(asked["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.body(json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}).to_string().as_bytes());
    client.open("plan.yaml", &plan);
    assert!(client.diagnostics("plan.yaml").is_empty());
    std::fs::write(folder.path().join("launch.toml"), "[stages.legal]\nafter = [\"product\"]\n")
        .expect("a file");
    let change = json!({"changes": [{"uri": client.uri("launch.toml"), "type": 2}]});
    client.tell("workspace/didChangeWatchedFiles", &change);
    client.until("plan.yaml", |shown| shown.iter().any(|one| one["code"] == "missing-owner"));
    assert_eq!(client.end(), 0);
}
