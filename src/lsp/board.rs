//! Where texts are put that are to be judged, and what the threads that judge them find: while somebody
//! types, only the last text waits, and what is known of an older one is never shown over what is known of
//! a newer.
//!
//! A keystroke is answered at once, without git. Once nobody has typed for a moment, or the text was saved,
//! the plan is judged again with its history; that may take its time, and keeps no keystroke waiting.

use std::collections::{BTreeMap, HashMap};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use gen_lsp_types::{Diagnostic, PublishDiagnosticsNotification, PublishDiagnosticsParams};

use crate::lsp::diagnostics;
use crate::lsp::document::{Document, Kind};
use crate::lsp::encoding::Encoding;
use crate::lsp::study::{Past, Study};
use crate::lsp::wire::Outgoing;
use crate::plan;

/// How long nobody has to type for the history to be asked.
const QUIET: Duration = Duration::from_millis(400);

/// A text to be judged.
#[derive(Clone)]
pub(super) struct Job {
    /// The text.
    pub(super) document: Document,
    /// With what.
    pub(super) study: Arc<Study>,
    /// For a policy, the kinds of the plans that it holds for, as far as they are open.
    pub(super) kinds: Vec<plan::Kind>,
    /// How the editor counts.
    pub(super) encoding: Encoding,
    /// The place of this job in the order of all.
    ticket: u64,
}

impl Job {
    /// A job that has no place in the order yet.
    pub(super) fn new(document: Document, study: Arc<Study>, encoding: Encoding) -> Job {
        Job { document, study, kinds: Vec::new(), encoding, ticket: 0 }
    }
}

/// What is known of a text.
#[derive(Default)]
struct Shown {
    /// What it was judged by, and the ticket; or that of the text having been closed.
    of: (u64, Past),
    diagnostics: Vec<Diagnostic>,
}

#[derive(Default)]
struct State {
    tickets: u64,
    waiting: BTreeMap<String, Job>,
    quiet: BTreeMap<String, (Instant, Job)>,
    shown: HashMap<String, Shown>,
    is_over: bool,
}

/// Jobs, and what became of them.
pub(super) struct Board {
    state: Mutex<State>,
    wake: Condvar,
    out: Arc<Mutex<Outgoing>>,
}

impl Board {
    /// A board whose answers go out here.
    pub(super) fn new(out: Arc<Mutex<Outgoing>>) -> Board {
        Board { state: Mutex::default(), wake: Condvar::new(), out }
    }

    /// Puts a text up, in the place of an older version of it. `pause` is how long the history may wait.
    pub(super) fn post(&self, mut job: Job, pause: Pause) {
        let mut state = self.state();
        state.tickets += 1;
        job.ticket = state.tickets;
        let uri = job.document.uri.clone();
        if job.document.kind == Kind::Plan {
            let due = Instant::now() + if pause == Pause::None { Duration::ZERO } else { QUIET };
            state.quiet.insert(uri.clone(), (due, job.clone()));
        }
        state.waiting.insert(uri, job);
        self.wake.notify_all();
    }

    /// Takes a text down that was closed, with what was shown of it.
    pub(super) fn close(&self, uri: &str) {
        let mut state = self.state();
        state.tickets += 1;
        let ticket = state.tickets;
        state.waiting.remove(uri);
        state.quiet.remove(uri);
        let shown = state.shown.entry(uri.to_owned()).or_default();
        let was_shown = !std::mem::take(&mut shown.diagnostics).is_empty();
        shown.of = (ticket, Past::Asked);
        if was_shown {
            self.publish(uri, None, Vec::new());
        }
    }

    /// Ends the threads.
    pub(super) fn end(&self) {
        self.state().is_over = true;
        self.wake.notify_all();
    }

    /// Judges what is put up, until the end.
    pub(super) fn work(&self, past: Past) {
        while let Some(job) = self.next(past) {
            let judged = panic::catch_unwind(AssertUnwindSafe(|| judged(&job, past)));
            if let Ok(diagnostics) = judged {
                self.show(&job, past, diagnostics);
            }
        }
    }

    /// The next text to be judged: the one that has waited longest, or the plan that has been left alone.
    fn next(&self, past: Past) -> Option<Job> {
        let mut state = self.state();
        while !state.is_over {
            let wait = match past {
                Past::Left => {
                    let oldest = state.waiting.iter().min_by_key(|(_, job)| job.ticket);
                    let oldest = oldest.map(|(uri, _)| uri.clone());
                    if let Some(job) = oldest.and_then(|uri| state.waiting.remove(&uri)) {
                        return Some(job);
                    }
                    None
                }
                Past::Asked => {
                    let soonest = state.quiet.iter().min_by_key(|(_, (due, _))| *due);
                    let soonest = soonest.map(|(uri, (due, _))| (uri.clone(), *due));
                    let wait = soonest.as_ref().map(|(_, due)| due.saturating_duration_since(Instant::now()));
                    if let Some((uri, _)) = soonest.filter(|_| wait == Some(Duration::ZERO)) {
                        return state.quiet.remove(&uri).map(|(_, job)| job);
                    }
                    wait
                }
            };
            state = match wait {
                None => self.wake.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(wait) => self.wake.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
        None
    }

    /// Shows what was found, unless something newer is known, or the same is shown.
    fn show(&self, job: &Job, past: Past, diagnostics: Vec<Diagnostic>) {
        let mut state = self.state();
        let uri = &job.document.uri;
        let shown = state.shown.entry(uri.clone()).or_default();
        if shown.of > (job.ticket, past) {
            return;
        }
        let is_same = shown.of.0 == job.ticket && shown.diagnostics == diagnostics;
        let was_empty = shown.diagnostics.is_empty();
        let is_ours = matches!(job.document.kind, Kind::Plan | Kind::Policy);
        *shown = Shown { of: (job.ticket, past), diagnostics: diagnostics.clone() };
        if !is_same && (is_ours || !was_empty) {
            self.publish(uri, Some(job.document.version), diagnostics);
        }
    }

    /// Called with the state locked, so that what is said is said in order.
    fn publish(&self, uri: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let params = PublishDiagnosticsParams { uri: uri.into(), version, diagnostics };
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        // An editor that has gone is noticed where its messages are read.
        let _ = out.tell::<PublishDiagnosticsNotification>(params);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long the history may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pause {
    /// Until nobody types.
    Quiet,
    /// Not at all.
    None,
}

fn judged(job: &Job, past: Past) -> Vec<Diagnostic> {
    let Job { document, study, kinds, encoding, .. } = job;
    match document.kind {
        Kind::Plan => diagnostics::of_plan(document, &study.report(document, past), *encoding),
        Kind::Policy => diagnostics::of_policy(document, &study.problems(document, kinds), *encoding),
        Kind::Beginning | Kind::Other => Vec::new(),
    }
}
