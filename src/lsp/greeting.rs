//! What an editor and the server tell each other at the begin.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DidChangeWatchedFilesRegistrationOptions,
    FileSystemWatcher, InitializeResult, Registration, RegistrationParams, SaveOptions, ServerCapabilities,
    ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde_json::Value;

use crate::lsp::encoding::Encoding;
use crate::lsp::view::Client;

/// What an editor can do. It is asked for nothing but what is used here: whatever else it says, and
/// however, is no reason not to talk to it.
pub(super) fn client(params: &Value) -> Client {
    let of = |path: &str| params.pointer(&format!("/capabilities/{path}"));
    let can = |path: &str| of(path).and_then(Value::as_bool).unwrap_or_default();
    let words = |path: &str| -> Vec<&str> {
        let words = of(path).and_then(Value::as_array).into_iter().flatten();
        words.filter_map(Value::as_str).collect()
    };
    Client {
        encoding: Encoding::agreed(&words("general/positionEncodings")),
        markdown: words("textDocument/hover/contentFormat").contains(&"markdown"),
        refusals: can("textDocument/codeAction/disabledSupport"),
        versions: can("workspace/workspaceEdit/documentChanges"),
        watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
    }
}

/// What the server can do.
pub(super) fn answer(client: Client) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(SaveOptions { include_text: Some(false) }.into()),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = [":", " ", "{", "[", ","];
    let completion = CompletionOptions {
        trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
        ..CodeActionOptions::default()
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(client.encoding.kind()),
            text_document_sync: Some(sync.into()),
            completion_provider: Some(completion),
            hover_provider: Some(true.into()),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            document_symbol_provider: Some(true.into()),
            code_action_provider: Some(actions.into()),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: "launch".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// The files that plans hang on and that may be changed elsewhere.
pub(super) fn watches() -> RegistrationParams {
    let watch = |pattern: &str| FileSystemWatcher { glob_pattern: pattern.to_owned().into(), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: vec![watch("**/*.toml"), watch("**/allowed_signers")],
    };
    RegistrationParams {
        registrations: vec![Registration {
            id: "policies".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        }],
    }
}
