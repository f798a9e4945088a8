//! One conversation with an editor: what it says, in order, and what it is answered.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{io, thread};

use gen_lsp_types::json_rpc::{Error, Id};
use gen_lsp_types::{
    CodeActionRequest, CodeActionResponse, CompletionList, CompletionRequest, CompletionResponse, Definition,
    DefinitionRequest, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentSymbolRequest, DocumentSymbolResponse, ErrorCodes, HoverRequest,
    ReferencesRequest, RegistrationRequest, Request, TextDocumentIdentifier,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::lsp::board::{Board, Job, Pause};
use crate::lsp::document::{Document, Documents, Kind};
use crate::lsp::study::{Past, Settings, Study};
use crate::lsp::view::{Client, View};
use crate::lsp::wire::{Outgoing, Said, error};
use crate::lsp::{actions, completion, greeting, hover, places, policy_file, symbols};
use crate::plan;

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The editor has not introduced itself.
    Before,
    /// It has.
    Open,
    /// It said goodbye.
    Over,
}

/// How a conversation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The editor said goodbye, or closed the line.
    Done,
    /// The editor left without saying goodbye.
    Abrupt,
}

/// A conversation.
pub(super) struct Session {
    stage: Stage,
    client: Client,
    documents: Documents,
    /// The policy that was changed last.
    changed_last: Option<String>,
    /// For each open policy, the kinds of the open plans that it was judged for.
    kinds: BTreeMap<String, Vec<plan::Kind>>,
    study: Arc<Study>,
    board: Arc<Board>,
    out: Arc<Mutex<Outgoing>>,
}

impl Session {
    /// A conversation that begins, with its threads.
    ///
    /// # Errors
    /// When there can be no thread.
    pub(super) fn new(out: Outgoing, settings: Settings) -> io::Result<Session> {
        let out = Arc::new(Mutex::new(out));
        let board = Arc::new(Board::new(Arc::clone(&out)));
        for past in [Past::Left, Past::Asked] {
            let board = Arc::clone(&board);
            thread::Builder::new().name("judge".to_owned()).spawn(move || board.work(past))?;
        }
        Ok(Session {
            stage: Stage::Before,
            client: Client::default(),
            documents: Documents::new(),
            changed_last: None,
            kinds: BTreeMap::new(),
            study: Arc::new(Study::new(settings)),
            board,
            out,
        })
    }

    /// Hears what the editor says.
    ///
    /// # Errors
    /// When it cannot be answered any more.
    pub(super) fn hear(&mut self, said: Said) -> io::Result<Option<Ended>> {
        let Said { id, method, params } = said;
        match (id, method) {
            (Some(id), Some(method)) => {
                let answer = self.answer(&method, params);
                self.out().answer(id, answer)?;
                Ok(None)
            }
            (None, Some(method)) if method == "exit" => Ok(Some(match self.stage {
                Stage::Over => Ended::Done,
                Stage::Before | Stage::Open => Ended::Abrupt,
            })),
            (None, Some(method)) => {
                self.note(&method, params)?;
                Ok(None)
            }
            (_, None) => Ok(None),
        }
    }

    /// Says that something could not be understood.
    ///
    /// # Errors
    /// When that cannot be said any more.
    pub(super) fn misheard(&self, why: &str) -> io::Result<()> {
        self.out().answer(Id::Null, Err(error(ErrorCodes::ParseError, why)))
    }

    /// A fault of ours in one answer is an answer, too.
    fn answer(&mut self, method: &str, params: Value) -> Result<Value, Error> {
        let answer = panic::catch_unwind(AssertUnwindSafe(|| self.asked(method, params)));
        answer.unwrap_or_else(|_| {
            let message = format!("`{method}` made launch fail: this is a fault of launch, please report it");
            Err(error(ErrorCodes::InternalError, message))
        })
    }

    fn asked(&mut self, method: &str, params: Value) -> Result<Value, Error> {
        match (self.stage, method) {
            (Stage::Before, "initialize") => {
                self.client = greeting::client(&params);
                self.stage = Stage::Open;
                return json(&greeting::answer(self.client));
            }
            (Stage::Before, _) => {
                return Err(error(ErrorCodes::ServerNotInitialized, "`initialize` comes first"));
            }
            (Stage::Over, _) => {
                return Err(error(ErrorCodes::InvalidRequest, "nothing is answered after `shutdown`"));
            }
            (Stage::Open, _) => {}
        }
        match method {
            "shutdown" => {
                self.stage = Stage::Over;
                Ok(Value::Null)
            }
            "textDocument/hover" => self.about::<HoverRequest>(params, |view, params| {
                hover::hover(view, params.text_document_position_params.position)
            }),
            "textDocument/completion" => self.about::<CompletionRequest>(params, |view, params| {
                let place = params.text_document_position_params.position;
                let items = completion::complete(view, place, params.context.as_ref());
                let list =
                    CompletionList { is_incomplete: false, item_defaults: None, apply_kind: None, items };
                Some(CompletionResponse::CompletionList(list))
            }),
            "textDocument/definition" => self.about::<DefinitionRequest>(params, |view, params| {
                let found = places::definition(view, params.text_document_position_params.position);
                (!found.is_empty()).then(|| Definition::LocationList(found).into())
            }),
            "textDocument/references" => self.about::<ReferencesRequest>(params, |view, params| {
                let place = params.text_document_position_params.position;
                Some(places::references(view, place, params.context.include_declaration))
            }),
            "textDocument/documentSymbol" => self.about::<DocumentSymbolRequest>(params, |view, _| {
                Some(DocumentSymbolResponse::DocumentSymbolList(symbols::symbols(view)))
            }),
            "textDocument/codeAction" => self.about::<CodeActionRequest>(params, |view, params| {
                let actions = actions::actions(view, params.range, &params.context);
                Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect())
            }),
            _ => Err(error(ErrorCodes::MethodNotFound, format!("`{method}` is not known here"))),
        }
    }

    /// Answers a request about a text; with nothing if it is not open.
    fn about<R: Request>(
        &self,
        params: Value,
        answer: impl Fn(&View<'_>, &R::Params) -> R::Result,
    ) -> Result<Value, Error>
    where
        R::Result: Default,
    {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).unwrap_or_default().to_owned();
        let params: R::Params = read(params)?;
        let Some(document) = self.documents.get(&uri) else { return json(&R::Result::default()) };
        let view = View::new(document, &self.documents, &self.study, self.client);
        json(&answer(&view, &params))
    }

    /// Takes note of what wants no answer. What cannot be understood is passed over: the next full text
    /// of a document sets it right.
    fn note(&mut self, method: &str, params: Value) -> io::Result<()> {
        if self.stage != Stage::Open {
            return Ok(());
        }
        if method == "initialized" && self.client.watches {
            return self.out().ask::<RegistrationRequest>("watch", greeting::watches());
        }
        let noted = panic::catch_unwind(AssertUnwindSafe(|| self.noted(method, params)));
        if let Ok(Err(why)) = noted {
            self.out().tell::<gen_lsp_types::LogMessageNotification>(gen_lsp_types::LogMessageParams {
                kind: gen_lsp_types::MessageType::Warning,
                message: format!("`{method}` was not understood: {}", why.message),
            })?;
        }
        Ok(())
    }

    fn noted(&mut self, method: &str, params: Value) -> Result<(), Error> {
        match method {
            "textDocument/didOpen" => {
                let DidOpenTextDocumentParams { text_document: opened } = read(params)?;
                let document = Document::new(opened.uri.as_ref(), opened.version, opened.text);
                self.documents.insert(document.uri.clone(), document);
                self.changed(opened.uri.as_ref(), Pause::None);
            }
            "textDocument/didChange" => {
                let change: DidChangeTextDocumentParams = read(params)?;
                let TextDocumentIdentifier { uri } = change.text_document.text_document_identifier;
                if let Some(document) = self.documents.get_mut(uri.as_ref()) {
                    document.change(
                        change.text_document.version,
                        change.content_changes,
                        self.client.encoding,
                    );
                    if document.kind == Kind::Policy {
                        self.changed_last = Some(uri.as_ref().to_owned());
                    }
                    self.changed(uri.as_ref(), Pause::Quiet);
                }
            }
            "textDocument/didClose" => {
                let DidCloseTextDocumentParams { text_document } = read(params)?;
                let uri = text_document.uri.as_ref();
                let closed = self.documents.remove(uri);
                self.board.close(uri);
                match closed.map(|document| document.kind) {
                    Some(Kind::Policy) => self.all_again(Pause::None),
                    Some(Kind::Plan) => self.policies_again(Pause::None),
                    Some(Kind::Beginning | Kind::Other) | None => {}
                }
            }
            "textDocument/didSave" => {
                let _: DidSaveTextDocumentParams = read(params)?;
                self.all_again(Pause::None);
            }
            "workspace/didChangeWatchedFiles" => self.all_again(Pause::None),
            _ => {}
        }
        Ok(())
    }

    /// Has a text judged that is new; with a policy, every plan, and with a plan, the policies that hold for
    /// plans of other kinds by it.
    fn changed(&mut self, uri: &str, pause: Pause) {
        if self.documents.get(uri).is_some_and(|document| document.kind == Kind::Policy) {
            self.all_again(pause);
        } else {
            self.judge(uri, pause);
            self.policies_again(pause);
        }
    }

    fn all_again(&mut self, pause: Pause) {
        self.study = Arc::new(self.study.with(&self.documents, self.changed_last.as_deref()));
        self.kinds = self.kinds_now();
        for uri in self.documents.keys() {
            self.judge(uri, pause);
        }
    }

    /// Has the policies judged again that hold for plans of other kinds now.
    fn policies_again(&mut self, pause: Pause) {
        let before = std::mem::take(&mut self.kinds);
        self.kinds = self.kinds_now();
        for (uri, kinds) in &self.kinds {
            if before.get(uri) != Some(kinds) {
                self.judge(uri, pause);
            }
        }
    }

    fn kinds_now(&self) -> BTreeMap<String, Vec<plan::Kind>> {
        let policies = self.documents.values().filter(|document| document.kind == Kind::Policy);
        let kinds = policies.map(|policy| {
            let view = View::new(policy, &self.documents, &self.study, self.client);
            (policy.uri.clone(), policy_file::kinds(&view))
        });
        kinds.collect()
    }

    fn judge(&self, uri: &str, pause: Pause) {
        let Some(document) = self.documents.get(uri) else { return };
        let mut job = Job::new(document.clone(), Arc::clone(&self.study), self.client.encoding);
        job.kinds = self.kinds.get(uri).cloned().unwrap_or_default();
        self.board.post(job, pause);
    }

    fn out(&self) -> MutexGuard<'_, Outgoing> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.board.end();
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Error> {
    serde_json::from_value(params).map_err(|why| error(ErrorCodes::InvalidParams, why.to_string()))
}

fn json(value: &impl serde::Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|why| error(ErrorCodes::InternalError, why.to_string()))
}
