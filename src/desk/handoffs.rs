//! What keeps somebody from sending, accepting or returning a hand-off.

use crate::amend::{self, Who};
use crate::error::Error;
use crate::judge::Seen;
use crate::plan::handoff::HandOff;
use crate::plan::record::Record;
use crate::standing::{HandOffStanding, HandOffState, is_returned};
use crate::text;

pub(super) fn not_to_send(who: &Who, seen: &Seen<'_>, id: &str) -> Result<Vec<String>, Error> {
    let known = known(seen, id)?;
    let accepted = known.plan.and_then(|plan| plan.accepted.as_ref()?.signed());
    let accepted = accepted
        .filter(|_| known.state == HandOffState::Accepted)
        .map(|(by, date)| format!("{by} accepted `{id}` on {date}, and sending it again takes that back"));
    let returned = known.plan.and_then(|plan| plan.returned.as_ref());
    let returned = returned.filter(|returned| amend::is_before(who, returned)).map(|returned| {
        format!("{}; what was sent on {} is what came back", came_back(id, returned), who.date)
    });
    Ok([accepted, returned].into_iter().flatten().collect())
}

pub(super) fn not_to_return(who: &Who, seen: &Seen<'_>, id: &str) -> Result<Vec<String>, Error> {
    let known = known(seen, id)?;
    Ok([unsent(known), still_to_be_sent(who, known)].into_iter().flatten().collect())
}

pub(super) fn not_to_accept(who: &Who, seen: &Seen<'_>, id: &str) -> Result<Vec<String>, Error> {
    let known = known(seen, id)?;
    Ok([unsent(known), still_to_be_sent(who, known), unanswered(who, known)].into_iter().flatten().collect())
}

/// That there is nothing yet that could be answered.
fn unsent(known: &HandOffStanding<'_>) -> Option<String> {
    if known.plan.is_some_and(HandOff::is_sent) {
        return None;
    }
    let missing = known.plan.and_then(|plan| plan.sent.as_ref()).map(Record::missing).unwrap_or_default();
    let lack = if missing.is_empty() {
        String::new()
    } else {
        format!(": its `sent` lacks {}", text::ticked(&missing, "and"))
    };
    Some(format!("{} has not sent `{}` yet{lack}", known.from, known.id))
}

/// The sending that comes after the day on which somebody answers it.
fn still_to_be_sent(who: &Who, known: &HandOffStanding<'_>) -> Option<String> {
    let sent = known.plan?.sent.as_ref().filter(|sent| amend::is_before(who, sent))?;
    let (by, date) = sent.signed()?;
    Some(format!("{by} sent `{}` on {date}: it was not there yet on {}", known.id, who.date))
}

/// The return that an acceptance of this day would take out although nothing was sent since.
fn unanswered(who: &Who, known: &HandOffStanding<'_>) -> Option<String> {
    let returned = known.plan.filter(|plan| is_returned(plan, None))?.returned.as_ref()?;
    let counts = known.state == HandOffState::Returned || amend::is_before(who, returned);
    counts.then(|| format!("{}; {} has to send it again first", came_back(known.id, returned), known.from))
}

/// Who returned a hand-off, when and why.
fn came_back(id: &str, returned: &Record) -> String {
    let by = returned.by.text().unwrap_or("somebody");
    let on = returned.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
    let why = returned.why.text().map(|why| format!(": {why}")).unwrap_or_default();
    format!("{by} returned `{id}`{on}{why}")
}

fn known<'s>(seen: &'s Seen<'_>, id: &str) -> Result<&'s HandOffStanding<'s>, Error> {
    let known = seen.standing.handoff(id);
    known.filter(|known| known.state != HandOffState::NotNeeded).ok_or_else(|| match known {
        Some(_) => Error::new(format!("this launch does not need `{id}`")),
        None => Error::unknown("hand-off", id, seen.standing.handoffs.iter().map(|one| one.id)),
    })
}
