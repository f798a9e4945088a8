//! What people do to a plan, as changes of its text: sign, send, accept, return, waive, meet.

mod accept;
mod conditions;
mod meet;
mod waive;

use crate::address::Address;
use crate::error::Error;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::plan::sign_off::{Decision, SignOff};
use crate::policy::Policy;
use crate::policy::roster::same_person;
use crate::standing::{Standing, signing_objection};
use crate::yaml::edit::{Change, New};

pub(crate) use accept::{acceptance, accepted};
pub use conditions::Earlier;
pub(crate) use conditions::{Known, asked_anew, earlier, is_as_it_was, kept, left_open, met, not_asked_anew};
pub use meet::Called;
pub(crate) use meet::under;

/// Who does something, and on which day.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person.
    pub by: String,
    /// The day, as it is written down.
    pub date: String,
}

/// Something that somebody does to a plan.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Signs for a stage.
    Sign(Signing),
    /// Takes a sign-off back.
    Unsign {
        /// The stage.
        stage: String,
    },
    /// Makes a hand-off.
    Send {
        /// Its id.
        handoff: String,
        /// What it can be seen in.
        link: Option<String>,
    },
    /// Accepts a hand-off, a promise, a load or the safeguard of an incentive.
    Accept {
        /// Its address.
        at: Address,
    },
    /// Gives a hand-off back.
    Return {
        /// Its id.
        handoff: String,
        /// What it lacks.
        why: String,
    },
    /// Answers for a finding, until a day.
    Waive {
        /// The rule.
        rule: String,
        /// The finding's address.
        at: Address,
        /// The reason.
        why: String,
        /// The last day.
        until: String,
    },
    /// Meets a condition of a sign-off.
    Meet {
        /// The condition.
        condition: Called,
        /// What shows it.
        evidence: Option<String>,
    },
}

/// What somebody says when they sign.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The stage.
    pub stage: String,
    /// Yes, yes if, or no.
    pub decision: Decision,
    /// In their own words.
    pub note: Option<String>,
    /// What still has to be done.
    pub conditions: Vec<Asked>,
    /// What becomes of those that they left open before.
    pub earlier: Earlier,
    /// The digest and the signature, once they are known.
    pub seal: Option<(String, Option<String>)>,
}

/// A condition, as somebody who signs states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What has to be done.
    pub what: String,
    /// Who does it.
    pub owner: String,
    /// By when.
    pub due: String,
    /// Who carries the risk until then.
    pub risk: String,
    /// What stays open until then.
    pub covers: Vec<String>,
}

/// The changes that a deed makes to a plan, and the address of what it is about.
///
/// # Errors
/// When the plan has nothing that it could be done to.
pub fn changes(
    plan: &Plan,
    policy: &Policy,
    standing: &Standing<'_>,
    who: &Who,
    deed: &Deed,
) -> Result<(Vec<Change>, Address), Error> {
    match deed {
        Deed::Sign(signing) => {
            let known = earlier(plan, standing, who, &signing.stage);
            Ok(sign(plan, policy, who, signing, &known))
        }
        Deed::Unsign { stage } => {
            let own = own_sign_offs(plan, stage, &who.by);
            let Some(at) = own.first().cloned() else {
                return Err(Error::new(format!("{} has not signed for {stage}", who.by)));
            };
            let is_all = plan.stages.get(stage).is_some_and(|stage| stage.sign_offs.len() == own.len());
            let whole = Address::stage(stage).join("sign_off");
            let gone = if is_all { vec![whole] } else { own };
            Ok((gone.into_iter().map(|at| Change::Remove { at }).collect(), at))
        }
        Deed::Send { handoff, link } => {
            let at = Address::handoff(handoff);
            let mut sent = record(who);
            sent.extend(link.iter().map(|link| ("link".to_owned(), New::Text(link.clone()))));
            let mut changes = vec![Change::Set { at: at.join("sent"), value: New::Map(sent) }];
            changes.extend(without(plan, who, handoff, &["returned", "accepted"]));
            Ok((changes, at))
        }
        Deed::Accept { at } => accept::accept(plan, policy, who, at),
        Deed::Return { handoff, why } => {
            let at = Address::handoff(handoff);
            let mut returned = record(who);
            returned.push(("why".to_owned(), New::Text(why.clone())));
            let mut changes = vec![Change::Set { at: at.join("returned"), value: New::Map(returned) }];
            changes.extend(without(plan, who, handoff, &["accepted"]));
            Ok((changes, at))
        }
        Deed::Waive { rule, at, why, until } => Ok(waive::waive(plan, who, rule, at, why, until)),
        Deed::Meet { condition, evidence } => meet::meet(plan, who, condition, evidence.as_deref()),
    }
}

fn record(who: &Who) -> Vec<(String, New)> {
    vec![("by".to_owned(), New::Text(who.by.clone())), ("date".to_owned(), New::Text(who.date.clone()))]
}

/// Takes away those records of a hand-off that a later one overtakes. What was returned since stays returned.
fn without(plan: &Plan, who: &Who, handoff: &str, keys: &[&str]) -> Vec<Change> {
    let Some(known) = plan.handoffs.get(handoff) else { return Vec::new() };
    let is_there = |key: &str| match key {
        "returned" => known.returned.as_ref().is_some_and(|returned| !is_before(who, returned)),
        _ => known.accepted.is_some(),
    };
    let at = Address::handoff(handoff);
    keys.iter().filter(|key| is_there(key)).map(|key| Change::Remove { at: at.join(key) }).collect()
}

/// Whether somebody does something certainly before the day of a record.
pub(crate) fn is_before(who: &Who, record: &Record) -> bool {
    let day = crate::moment::parse(&who.date).ok();
    day.zip(record.date.get()).is_some_and(|(day, later)| later.is_after(&day))
}

/// Where somebody's sign-offs of a stage stand, the last one first.
fn own_sign_offs(plan: &Plan, stage: &str, by: &str) -> Vec<Address> {
    let sign_offs = plan.stages.get(stage).map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
    let own = |sign_off: &&SignOff| sign_off.by.text().is_some_and(|signer| same_person(signer, by));
    sign_offs.iter().rev().filter(own).map(|sign_off| sign_off.at.clone()).collect()
}

/// Where somebody's last word on a stage stands.
fn own_sign_off(plan: &Plan, stage: &str, by: &str) -> Option<Address> {
    own_sign_offs(plan, stage, by).into_iter().next()
}

/// The sign-off of somebody else, where one is enough: in its place the next one is written, unless it is a no or
/// under open conditions, which nobody else takes back.
pub(crate) fn others<'p>(plan: &'p Plan, policy: &Policy, who: &Who, stage: &str) -> Option<&'p SignOff> {
    match plan.stages.get(stage)?.sign_offs.as_slice() {
        [only] if !wants_several(policy, stage) && own_sign_off(plan, stage, &who.by).is_none() => Some(only),
        _ => None,
    }
}

/// Whether the policy wants a stage to be signed by more than one.
fn wants_several(policy: &Policy, stage: &str) -> bool {
    policy.stages.get(stage).is_some_and(|stage| stage.signatures > 1)
}

/// Whether a sign-off stays beside the one of somebody else.
pub(crate) fn is_kept(sign_off: &SignOff) -> bool {
    sign_off.decision == Decision::NoGo || sign_off.is_conditional()
}

fn sign(
    plan: &Plan,
    policy: &Policy,
    who: &Who,
    signing: &Signing,
    known: &[Known<'_>],
) -> (Vec<Change>, Address) {
    let value = New::Map(sign_off(who, signing, known));
    let place = Address::stage(&signing.stage).join("sign_off");
    let sign_offs =
        plan.stages.get(&signing.stage).map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
    let replaced = others(plan, policy, who, &signing.stage).filter(|one| !is_kept(one));
    let replaced = replaced.map(|sign_off| sign_off.at.clone());
    let at = match (own_sign_off(plan, &signing.stage, &who.by).or(replaced), sign_offs) {
        (Some(at), _) => at,
        (None, []) if !wants_several(policy, &signing.stage) => place,
        (None, others) => {
            let at = place.join(&others.len().to_string());
            return (vec![Change::Append { to: place, value }], at);
        }
    };
    (vec![Change::Set { at: at.clone(), value }], at)
}

fn sign_off(who: &Who, signing: &Signing, known: &[Known<'_>]) -> Vec<(String, New)> {
    let text = |key: &str, text: &str| (key.to_owned(), New::Text(text.to_owned()));
    let mut fields = record(who);
    match signing.said(known) {
        Decision::Go => {}
        Decision::Conditions => fields.push(text("verdict", "conditions")),
        Decision::NoGo => fields.push(text("verdict", "no-go")),
    }
    fields.extend(signing.note.iter().map(|note| text("note", note)));
    let conditions = conditions::written(known, signing);
    if !conditions.is_empty() {
        fields.push(("conditions".to_owned(), New::Map(conditions)));
    }
    if let Some((digest, signature)) = &signing.seal {
        fields.push(text("digest", digest));
        let block =
            |signature: &String| ("signature".to_owned(), New::Block(signature.trim_end().to_owned()));
        fields.extend(signature.iter().map(block));
    }
    fields
}

/// An id that is not taken: with a number behind it, if need be.
fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

/// Why somebody should not send what a stage hands off: that is for its owner, and for whoever may sign for it.
pub(crate) fn sending_objection(plan: &Plan, policy: &Policy, who: &Who, stage: &str) -> Option<String> {
    let owner = plan.stages.get(stage).and_then(|stage| stage.owner.text());
    let is_owner = owner.is_some_and(|owner| same_person(owner, &who.by));
    objection(plan, policy, who, stage).filter(|_| !is_owner)
}

/// Why somebody should not do a deed: it is not theirs to do.
pub fn objection(plan: &Plan, policy: &Policy, who: &Who, stage: &str) -> Option<String> {
    let day = crate::moment::parse(&who.date).ok()?.date;
    if policy.roster.is_some() {
        return signing_objection(policy, &who.by, stage, day).map(|why| format!("{} {why}", who.by));
    }
    let owner = plan.stages.get(stage).and_then(|stage| stage.owner.text())?;
    (!same_person(owner, &who.by)).then(|| format!("{stage} is {owner}'s, and {} is somebody else", who.by))
}
