//! Ids on the command line. Everything has one address, and is called by it or, where the command says what it
//! is, by the id at its end.

use std::path::Path;

use crate::address::Address;
use crate::amend::Called;
use crate::error::Error;
use crate::nearby::{self, What};
use crate::source::Source;
use crate::text::{did_you_mean, ticked};

/// A stage: `finance` or `stages.finance`.
pub(super) fn stage(text: &str) -> Result<String, String> {
    within("stages", text).ok_or_else(|| "it is the address of something that is no stage".to_owned())
}

/// A hand-off: `price-list` or `handoffs.price-list`.
pub(super) fn handoff(text: &str) -> Result<String, String> {
    within("handoffs", text).ok_or_else(|| "it is the address of something that is no hand-off".to_owned())
}

/// What can be accepted: a hand-off by its id, and everything by its address.
pub(super) fn acceptable(text: &str) -> Result<Address, String> {
    match text {
        "" => Err("name a hand-off, or the address of a promise, a load or an incentive".to_owned()),
        id if !id.contains('.') => Ok(Address::handoff(id)),
        address => Ok(Address::new(address)),
    }
}

/// An id, or the end of its address; none where the address is that of another thing. No id has a full stop.
fn within(section: &str, text: &str) -> Option<String> {
    let id = text.strip_prefix(section).and_then(|rest| rest.strip_prefix('.')).unwrap_or(text);
    (!id.contains('.')).then(|| id.to_owned())
}

/// A condition of a stage's sign-off: `trial-invoice`, or its address, which has to be of that stage.
pub(super) fn condition(text: &str, stage: &str) -> Result<Called, Error> {
    let called = |id: &str, at| Called { stage: stage.to_owned(), id: id.to_owned(), at };
    let Some((before, id)) = text.rsplit_once("conditions.") else { return Ok(called(text, None)) };
    if before.starts_with(&format!("stages.{stage}.")) {
        return Ok(called(id, Some(Address::new(text))));
    }
    Err(Error::new(format!("`{text}` is no condition of {stage}"))
        .hint("name the stage that signed under it"))
}

/// Refuses an id that is no hand-off's of a plan and is that of something else which can be accepted.
pub(super) fn is_there(path: &Path, plan: Option<Source>, at: &Address) -> Result<(), Error> {
    let Some(id) = at.as_str().strip_prefix("handoffs.") else { return Ok(()) };
    let known = nearby::ids_in(path, plan, What::Acceptable);
    if known.iter().any(|one| one == id) {
        return Ok(());
    }
    let ends = |one: &&String| one.rsplit_once('.').is_some_and(|(_, end)| end == id);
    let mut meant: Vec<&str> = known.iter().filter(ends).map(String::as_str).collect();
    let near = || {
        let ends: Vec<&str> =
            known.iter().map(|one| one.rsplit_once('.').map_or(one.as_str(), |(_, end)| end)).collect();
        let end = did_you_mean(id, ends.iter().copied())?;
        known.iter().zip(&ends).find(|(_, one)| **one == end).map(|(one, _)| one.as_str())
    };
    if meant.is_empty() {
        meant.extend(near());
    }
    if meant.is_empty() {
        return Ok(());
    }
    let hint = format!("did you mean {}?", ticked(&meant, "or"));
    Err(Error::new(format!("this launch has no hand-off `{id}`")).hint(hint))
}
