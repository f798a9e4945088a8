//! The language server, driven by an editor over pipes.

mod actions;
mod checked;
mod client;
mod completion;
mod diagnostics;
mod places;
mod policies;
mod protocol;
mod typing;

use crate::command::folder;
use crate::overlay::BASE;

/// The roster of the complete plan.
const ROSTER: &str = include_str!("../base.toml");

/// A folder with a policy, and the complete plan with some of its lines replaced.
fn workplace(changes: &[(&str, &str)]) -> (tempfile::TempDir, String) {
    let mut plan = BASE.to_owned();
    for (from, to) in changes {
        assert!(plan.contains(from), "the plan has `{from}`");
        plan = plan.replacen(from, to, 1);
    }
    (folder(&[("launch.toml", ROSTER), ("plan.yaml", &plan)]), plan)
}
