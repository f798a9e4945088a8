//! What a forecast says, in sentences. Nothing is escaped here: each format does that.

use jiff::civil::Date;

use crate::address::Address;
use crate::forecast::{GateForecast, Hop, Impossible, Link, Outcome, Then, Uncounted, Unknown};
use crate::policy::Gate;
use crate::standing::HandOffState;
use crate::text::{count, first_of, ticked};

/// How many hand-offs or stages a sentence names.
const NAMED: usize = 3;

impl GateForecast {
    /// What becomes of the date: `external moves from 2026-06-15 to 2026-06-22, by 5 working days`.
    pub fn headline(&self) -> String {
        let (gate, planned, earliest) = (self.gate.word(), self.day(), self.at_the_earliest());
        let days = |days: u32| count(days as usize, "working day");
        match &self.outcome {
            Outcome::Unplanned => format!("{gate} has no date yet; {earliest}"),
            Outcome::Holds { .. } => format!("{}{}", self.held(), self.but(";")),
            Outcome::Moves { by: 0 } => self.moved(),
            Outcome::Moves { by } => format!("{}, by {}", self.moved(), days(*by)),
            Outcome::Closed(_) => format!("{gate} cannot be on {planned}; {earliest}"),
            Outcome::NoDay => format!("{gate} {planned} cannot be met, and {earliest}"),
            Outcome::Passed if self.errors.all > 0 => {
                format!("{gate} was on {planned}, with {} standing", count(self.errors.all, "error"))
            }
            Outcome::Passed => format!("{gate} was on {planned}, and nothing of it is open"),
            Outcome::Unknown => format!("whether {gate} {planned} holds is {}", Self::NOT_KNOWN),
        }
    }

    /// What is said of a date where the policy has no lead times.
    pub const NOT_KNOWN: &str = "not known: the policy names no lead times";

    /// What is said where there is no day for a gate.
    pub const NO_DAY: &str = "the policy has no open working day for it";

    /// The earliest date, or that there is none.
    pub fn at_the_earliest(&self) -> String {
        self.earliest.map_or_else(|| Self::NO_DAY.to_owned(), |day| format!("{day} is the earliest"))
    }

    /// The planned date.
    fn day(&self) -> String {
        self.planned.map_or_else(|| "no date".to_owned(), |day| day.to_string())
    }

    fn moved(&self) -> String {
        let earliest = self.earliest.map_or_else(|| "no date".to_owned(), |day| day.to_string());
        format!("{} moves from {} to {earliest}", self.gate.word(), self.day())
    }

    /// That the date holds, with how much there is to spare.
    fn held(&self) -> String {
        let slack = match &self.outcome {
            Outcome::Holds { slack } if *slack > 0 => {
                format!("{} of slack", count(*slack as usize, "working day"))
            }
            _ => "no slack".to_owned(),
        };
        format!("{} {} holds{}, with {slack}", self.gate.word(), self.day(), self.caveat())
    }

    /// What a date that holds is not proven by.
    pub fn caveat(&self) -> &'static str {
        if self.untimed + self.errors.all > 0 { " as far as lead times tell" } else { "" }
    }

    /// What lead times do not tell of, behind a mark: `; 3 errors have no lead time`.
    pub fn but(&self, mark: &str) -> String {
        match self.errors.untimed {
            0 => String::new(),
            1 => format!("{mark} 1 error has no lead time"),
            errors => format!("{mark} {errors} errors have no lead time"),
        }
    }

    /// What the date hangs on, in one line: `external moves from 2026-06-15 to 2026-06-22 because …`.
    pub fn reason(&self) -> String {
        let (gate, planned, causes) = (self.gate.word(), self.day(), self.causes());
        let earliest = self.earliest.map(|_| format!("; {}", self.at_the_earliest())).unwrap_or_default();
        match &self.outcome {
            Outcome::Passed | Outcome::Unknown => self.headline(),
            Outcome::Closed(why) => {
                format!("{gate} cannot be on {planned} because {why}{earliest}: {causes}")
            }
            Outcome::NoDay => format!("{gate} {planned} cannot be met: {causes}"),
            Outcome::Moves { .. } => match self.in_time.zip(self.closed.as_ref()) {
                Some((there, closed)) => {
                    format!("{} because {closed}{}", self.moved(), self.no_sooner(there))
                }
                None => format!("{} because {causes}", self.moved()),
            },
            Outcome::Holds { .. } => format!("{}: {causes}{}", self.held(), self.but("; but")),
            Outcome::Unplanned => {
                format!("{gate} has no date yet{earliest}: {causes}{}", self.but("; but"))
            }
        }
    }

    /// What keeps the gate from being before the closed days that move it, if anything does.
    fn no_sooner(&self, there: Date) -> String {
        let links = self.links();
        if links.is_empty() {
            return String::new();
        }
        let others = self.others();
        format!("; what it waits for is there on {there}, and no sooner: {}{others}", links.join(" → "))
    }

    fn links(&self) -> Vec<String> {
        let first = self.path.iter().take(1).map(|hop| self.first(hop));
        let more = self.path.iter().skip(1).map(|hop| self.further(hop));
        first.chain(more).collect()
    }

    /// The chain of causes, joined with arrows.
    pub fn causes(&self) -> String {
        let mut links = self.links();
        if links.is_empty() {
            links.extend(self.no_work());
        }
        links.extend(self.closed.clone());
        links.join(" → ") + &self.others()
    }

    /// What is said where no work decides the date; nothing where closed days do.
    fn no_work(&self) -> Option<String> {
        let [today, worked] = self.from;
        let is_before = |day| self.planned.is_some_and(|planned| planned < day);
        Some(match self.open {
            0 if self.errors.all > 0 => "every sign-off and hand-off is there".to_owned(),
            0 => "nothing is open".to_owned(),
            _ if is_before(today) => "the day has passed with something open".to_owned(),
            _ if is_before(worked) => {
                format!("something is open, and {worked} is the first working day that is left")
            }
            _ if self.closed.is_some() => return None,
            _ => "nothing that is open has a lead time".to_owned(),
        })
    }

    /// The hand-offs that keep it waiting as long.
    fn others(&self) -> String {
        match self.as_late.as_slice() {
            [] => String::new(),
            [only] => format!("; `{only}` takes as long"),
            several => {
                let several: Vec<String> = several.iter().map(|id| format!("`{id}`")).collect();
                format!("; {} take as long", first_of(&several, NAMED))
            }
        }
    }

    fn first(&self, hop: &Hop) -> String {
        let Hop { what, on, days, .. } = hop;
        match what {
            Link::HandOff { id, from, to, state, owner } => {
                let who = owner.as_ref().map(|owner| format!(", {owner}")).unwrap_or_default();
                let state = match state {
                    HandOffState::Accepted => format!("was accepted on {on}"),
                    HandOffState::Sent => "is not accepted".to_owned(),
                    HandOffState::Returned => "was returned".to_owned(),
                    _ => "is not sent".to_owned(),
                };
                format!("`{id}` ({from} → {to}{who}) {state}{}", self.needs(to, hop))
            }
            Link::Stage { id, owner, state } => {
                let stage = named(id, owner.as_deref());
                let before = self.before(hop);
                match (state.counts_as_signed(), days) {
                    (true, _) => format!("{stage} signed on {on}{before}"),
                    (false, 0) => format!("{stage} has not signed"),
                    (false, _) => format!("{stage} has not signed, and has to{before}"),
                }
            }
            Link::Internal { passed: true, .. } => {
                format!("our own people heard on {on}, and customers hear after them")
            }
            Link::Internal { .. } | Link::Audience { .. } => self.further(hop),
        }
    }

    /// What the receiver of a hand-off needs of it.
    fn needs(&self, to: &str, hop: &Hop) -> String {
        let days = count(hop.days as usize, "working day");
        match &hop.then {
            _ if hop.days == 0 => String::new(),
            Then::Stage(stage) => format!(" and {stage} works on it for {days}"),
            Then::Gate(_) => format!(" and {to} needs it{}", self.before(hop)),
        }
    }

    fn further(&self, hop: &Hop) -> String {
        let Hop { what, on, .. } = hop;
        match what {
            Link::Stage { id, owner, .. } => {
                let comma = if hop.days > 0 && matches!(hop.then, Then::Gate(_)) { "," } else { "" };
                format!("{} can sign on {on}{comma}{}", named(id, owner.as_deref()), self.before(hop))
            }
            Link::HandOff { id, .. } => format!("`{id}` can be accepted on {on}{}", self.before(hop)),
            Link::Audience { who, .. } => format!("“{who}” hears on {on}, and customers after that"),
            Link::Internal { closed, .. } => {
                let closed = closed.as_ref().map(|why| format!("{why} → ")).unwrap_or_default();
                format!("{closed}our own people can hear on {on}, and customers after them")
            }
        }
    }

    /// How long before the gate something is wanted.
    fn before(&self, hop: &Hop) -> String {
        let gate = match &hop.then {
            Then::Gate(Gate::Internal) if self.gate == Gate::External => " the internal date",
            Then::Gate(_) => "",
            Then::Stage(_) => return String::new(),
        };
        match hop.days {
            0 => String::new(),
            days => format!(" {} before{gate}", count(days as usize, "working day")),
        }
    }
}

impl Impossible {
    /// The earliest date of the gate, or that there is none.
    pub fn at_the_earliest(&self) -> String {
        self.earliest.map_or_else(|| "has no open day".to_owned(), |day| day.to_string())
    }
}

fn named(stage: &str, owner: Option<&str>) -> String {
    owner.map_or_else(|| stage.to_owned(), |owner| format!("{stage} ({owner})"))
}

impl Uncounted {
    /// What it comes to, in sentences; none when everything is counted.
    pub fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        let some = |number: usize, noun| (number > 0).then(|| count(number, noun));
        let parts: Vec<String> = [some(self.handoffs.len(), "hand-off"), some(self.stages.len(), "stage")]
            .into_iter()
            .flatten()
            .collect();
        let one = self.handoffs.len() + self.stages.len() == 1;
        if !parts.is_empty() {
            let verbs = if one { ["has", "it counts"] } else { ["have", "they count"] };
            told.push(format!(
                "{} {} no lead time: {} as done in no time, so the truth is later ({})",
                parts.join(" and "),
                verbs[0],
                verbs[1],
                self.names()
            ));
        }
        if self.own_due > 0 {
            let verb = if self.own_due == 1 { "has" } else { "have" };
            told.push(format!(
                "{} of these hand-offs {verb} a due date in the plan in place of the policy's lead time",
                self.own_due
            ));
        }
        match self.todos {
            0 => {}
            1 => told.push("1 open ask, promise or load counts as done in no time too".to_owned()),
            todos => told.push(format!("{todos} open asks, promises and loads count as done in no time too")),
        }
        if !self.let_pass.is_empty() {
            let passing: Vec<&str> = self.let_pass.iter().map(Address::as_str).collect();
            told.push(format!("not waited for, because waived or covered: {}", ticked(&passing, "and")));
        }
        told
    }

    fn names(&self) -> String {
        let handoffs = self.handoffs.iter().map(|id| format!("`{id}`"));
        let names: Vec<String> = handoffs.chain(self.stages.iter().cloned()).collect();
        first_of(&names, NAMED)
    }
}

impl Unknown {
    /// What is missing: `` `handoffs.price-list` (3 launches) ``.
    pub fn told(&self) -> String {
        let launches = match self.launches {
            0 => "no launch".to_owned(),
            launches => count(launches, "launch"),
        };
        format!("`{}` ({launches})", self.at)
    }
}
