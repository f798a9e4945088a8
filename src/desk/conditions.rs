//! What a deed does to the conditions that somebody left open.

use super::Prepared;
use crate::address::Address;
use crate::amend::{self, Asked, Deed, Earlier, Known, Signing, Who};
use crate::finding::Finding;
use crate::judge::Seen;
use crate::plan::sign_off::Condition;
use crate::text::shell;

/// Tells which of them stay open by a deed, and which end without being met.
pub(super) fn tell(who: &Who, seen: &Seen<'_>, deed: &Deed, prepared: &mut Prepared) {
    let worded = |(id, condition): &Known<'_>| word(id, condition);
    match deed {
        Deed::Sign(signing) => {
            let known = amend::earlier(&seen.file.plan, seen.standing, who, &signing.stage);
            prepared.said = Some(signing.said(&known));
            prepared.kept = amend::kept(&known, signing).iter().map(worded).collect();
            prepared.met = amend::met(&known).iter().map(worded).collect();
            let anew = amend::asked_anew(&known, signing);
            prepared.uncovered = anew.iter().flat_map(|(one, asked)| uncovered(seen, one.1, asked)).collect();
            let anew =
                anew.into_iter().filter(|((_, condition), asked)| !amend::is_as_it_was(condition, asked));
            prepared.dropped = anew.map(|(one, _)| format!("{} (asked for anew)", worded(one))).collect();
            prepared.dropped.extend(dropped(&known, signing));
            let other = amend::others(&seen.file.plan, seen.policy, who, &signing.stage);
            let other = other.filter(|other| !amend::is_kept(other));
            let theirs = other.iter().flat_map(|other| other.conditions.iter());
            prepared.ended = theirs.map(|(id, condition)| word_with_proof(id, condition)).collect();
        }
        Deed::Unsign { stage } => {
            let open = amend::left_open(&seen.file.plan, seen.standing, who, stage);
            prepared.dropped = open.iter().map(worded).collect();
            let known = amend::earlier(&seen.file.plan, seen.standing, who, stage);
            let met = amend::met(&known);
            prepared.ended = met.iter().map(|(id, condition)| word_with_proof(id, condition)).collect();
        }
        _ => {}
    }
}

/// The ids of those that stay, open or met.
pub(super) fn kept(who: &Who, seen: &Seen<'_>, deed: &Deed) -> Vec<String> {
    let Deed::Sign(signing) = deed else { return Vec::new() };
    let known = amend::earlier(&seen.file.plan, seen.standing, who, &signing.stage);
    let kept = amend::kept(&known, signing).into_iter().chain(amend::met(&known));
    kept.map(|(id, _)| id).collect()
}

/// Why the conditions that somebody signs without should stay.
pub(super) fn not_to_drop(who: &Who, seen: &Seen<'_>, signing: &Signing) -> Vec<String> {
    let known = amend::earlier(&seen.file.plan, seen.standing, who, &signing.stage);
    let open = dropped(&known, signing).into_iter();
    open.map(|open| format!("{} signed under a condition that is open: {open}", who.by)).collect()
}

/// Why a condition is not met yet: what it covered counts from then on.
pub(super) fn still_covered(finding: &Finding) -> String {
    let who = finding.owner.as_deref().map(|who| format!(" ({who})")).unwrap_or_default();
    format!("what it covers is still open: {}{who}, at `{}`", finding.todo, finding.at)
}

/// What ends a condition that is overdue, where its signer signs again.
pub(super) fn ways_out(seen: &Seen<'_>, sign_off: &Address, id: &str) -> String {
    let stage = sign_off.steps().nth(1).unwrap_or_default();
    let plan = shell(seen.file.source.name());
    format!(
        "; if it is met, `launch meet {plan} {stage} {id}`; else put it off by `--condition` with the same WHAT and a \
         new day"
    )
}

fn dropped(known: &[Known<'_>], signing: &Signing) -> Vec<String> {
    if signing.earlier == Earlier::Stay {
        return Vec::new();
    }
    let dropped = amend::not_asked_anew(known, signing);
    dropped.iter().map(|(id, condition)| word(id, condition)).collect()
}

/// What a condition keeps from counting, and the one in its place would not.
fn uncovered(seen: &Seen<'_>, condition: &Condition, asked: &Asked) -> Vec<String> {
    let is_open = |cover: &Address| {
        seen.raised.iter().any(|one| one.covered_by.is_some() && one.finding.at.is_within(cover))
    };
    let covered = condition.covers.iter().map(|cover| &cover.value);
    let lost = covered.filter(|cover| is_open(cover) && !asked.covers.iter().any(|at| *at == cover.as_str()));
    lost.map(ToString::to_string).collect()
}

/// A condition that is met, in a line: with what shows it.
fn word_with_proof(id: &str, condition: &Condition) -> String {
    let met = condition.met.text().map(|met| format!("; met: {met}")).unwrap_or_default();
    word(id, condition) + &met
}

/// A condition in a line: what is to be done, by whom and when.
fn word(id: &str, condition: &Condition) -> String {
    let what = condition.what.text().unwrap_or("(not said)");
    let owner = condition.owner.text().unwrap_or("nobody");
    let due = condition.due.get().map(|due| format!(", due {}", due.date)).unwrap_or_default();
    format!("`{id}`: {what}; {owner}{due}")
}
