//! A plan at other times: what changed, how it got there, what it would come to.

mod diff;
mod moved;
mod supposed;

use std::path::Path;

use serde_json::Value;

use crate::command::{Ended, run};
use crate::overlay;
use crate::repository::Repo;

/// The roster of the complete plan.
const POLICY: &str = include_str!("../base.toml");

/// A repository with the roster in it, and nothing committed yet; none where there is no git.
fn repo() -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", POLICY);
    Some(repo)
}

/// The complete plan with a fragment laid over it.
fn plan(fragment: &str) -> String {
    overlay::plan(fragment)
}

/// Runs a command for the day on which the complete plan may go.
fn on_the_day(folder: &Path, args: &[&str]) -> Ended {
    run(folder, &[args, &["--as-of", "2026-05-28"]].concat())
}

/// What a command answers, as JSON.
#[track_caller]
fn answered(folder: &Path, args: &[&str]) -> Value {
    let ended = on_the_day(folder, &[args, &["--format", "json"]].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    serde_json::from_str(&ended.out).expect("JSON")
}
