//! `launch rules`: the list of rules.

use crate::cli::{Exit, Surroundings, say};
use crate::render::list;
use crate::rules::RULES;

pub(super) fn run(surroundings: &Surroundings) -> anyhow::Result<Exit> {
    say(&list::rules(RULES, surroundings.width))?;
    Ok(Exit::Go)
}
