//! Ranges: what a launch would take if each thing took as long as it once did, many times over.
//!
//! The generator is xoshiro256++, begun with the seed by `SplitMix64`. A draw takes the upper 32 bits of a
//! number, multiplied by how many durations there are, and of that the upper half: for the few that there
//! are, one is as likely as another to one part in a hundred million. Hand-offs are drawn in customer-first
//! order and then stages, in each run; so the same plan, history, seed and number of runs give the same
//! answer on every machine.

use std::cmp::Reverse;
use std::iter::repeat;

use jiff::civil::Date;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

use crate::address::Address;
use crate::forecast::closed::When;
use crate::forecast::days::{Days, Half};
use crate::forecast::durations::{ENOUGH, Past};
use crate::forecast::network::{Cause, Earliest, Network, Waits};
use crate::forecast::planned::On;
use crate::policy::Gate;

/// How often and from where a launch is played through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How often.
    pub runs: u32,
    /// What the random numbers begin with.
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Draws {
        Draws { runs: 10_000, seed: 1 }
    }
}

/// When a gate is likely to be, by how long things took before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first day on which half of the runs, or more, are done; none where the policy has no day for them.
    pub half: Option<Date>,
    /// The first day on which nine tenths of them, or more, are done.
    pub nine_tenths: Option<Date>,
    /// In how many runs the planned date holds, where there is one and a launch may fall on it.
    pub holds: Option<u32>,
    /// What is open and decides the date, and in how many runs; the most often first.
    pub decides: Vec<(Address, u32)>,
    /// What closes days to launches and moves the date on, and in how many runs; the most often first.
    pub closed: Vec<(String, u32)>,
}

/// Something of which it is not known how long it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What.
    pub at: Address,
    /// Of how many launches it is known.
    pub launches: usize,
}

/// A range, or why there is none.
pub type Told = Result<Range, Vec<Unknown>>;

/// The ranges of the internal and of the external gate. `planned` are their dates, as far as a launch may
/// fall on them.
pub(super) fn ranges(
    network: &Network<'_>,
    past: &Past,
    draws: Draws,
    planned: [Option<Date>; 2],
) -> [Told; 2] {
    let [internal, external] = [Gate::Internal, Gate::External].map(|gate| unknown(network, past, gate));
    if !internal.is_empty() {
        return [Err(internal), Err(external)];
    }
    let [first, last] = play(network, past, draws);
    let planned = planned.map(|day| day.map(|day| network.days.half(day)));
    let [of_internal, of_external] = planned;
    let external = match external.is_empty() {
        true => Ok(range(network, Gate::External, draws.runs, last, of_external)),
        false => Err(external),
    };
    [Ok(range(network, Gate::Internal, draws.runs, first, of_internal)), external]
}

/// The open things of a gate that too few launches say anything of.
fn unknown(network: &Network<'_>, past: &Past, gate: Gate) -> Vec<Unknown> {
    let handoffs = network.handoffs.iter().filter(|one| one.done.is_none() && one.gate <= gate);
    let handoffs = handoffs.map(|one| (one.standing.at(), past.of_handoff(one.standing.id).len()));
    let stages = network.stages.iter().filter(|one| one.done.is_none() && one.gate <= gate);
    let stages = stages.map(|one| (one.standing.at(), past.of_stage(one.standing.id).len()));
    let few = handoffs.chain(stages).filter(|(_, launches)| *launches < ENOUGH);
    few.map(|(at, launches)| Unknown { at, launches }).collect()
}

/// What came of all runs, for one gate.
#[derive(Clone, Debug, Default)]
struct Played {
    /// How many runs ended on each working day, and between two of them.
    counts: Vec<u32>,
    /// In how many runs each hand-off, and each stage, decided the day.
    decides: [Vec<u32>; 2],
    /// In how many runs closed days moved a gate on from each working day on which all was there.
    moved: Vec<u32>,
}

impl Played {
    fn of(network: &Network<'_>, last: Half) -> Played {
        let zeros = |length| vec![0; length];
        let days = usize::try_from(last).unwrap_or_default() + 1;
        Played {
            counts: zeros(days),
            decides: [zeros(network.handoffs.len()), zeros(network.stages.len())],
            moved: zeros(days),
        }
    }

    fn count(&mut self, on: Option<On>) {
        let day = on.and_then(|on| usize::try_from(on.half).ok());
        add_one(day.and_then(|day| self.counts.get_mut(day)));
    }

    /// Counts what is open of the causes of a gate's day, and closed days that move it on.
    fn blame(&mut self, network: &Network<'_>, gate: Gate, when: [When; 2], found: &Earliest) {
        let [handoffs, stages] = &mut self.decides;
        let moved = &mut self.moved;
        let mut of = |gate| {
            let (before, when) = match (gate, when) {
                (Gate::Internal, [internal, _]) => (None, internal),
                (Gate::External, [internal, external]) => (internal.on, external),
            };
            let ready = network.ready(gate, before, found);
            let day = usize::try_from(ready).ok().filter(|_| when.is_moved(ready));
            add_one(day.and_then(|day| moved.get_mut(day)));
            network.decides(gate, before, when, found)
        };
        let mut cause = of(gate);
        loop {
            let slot = match cause {
                Cause::HandOff(at) => handoffs.get_mut(at),
                Cause::Stage(at) => stages.get_mut(at),
                Cause::Audience(_) | Cause::Internal | Cause::Closed | Cause::Today => None,
            };
            add_one(slot);
            cause = match cause {
                Cause::Stage(at) => network.cause_of_stage(at, found),
                Cause::Internal if network.internal_on.is_none() => of(Gate::Internal),
                _ => return,
            };
        }
    }
}

fn add_one(slot: Option<&mut u32>) {
    if let Some(count) = slot {
        *count += 1;
    }
}

/// Plays the launch through, as often as is asked.
fn play(network: &Network<'_>, past: &Past, draws: Draws) -> [Played; 2] {
    let known = Known::of(network, past);
    let mut waits = network.no_waits();
    let mut found = network.room();
    network.run(&known.longest(network), &mut found);
    let allowed = |day| network.days.allowed(day);
    let internal = network.internal(&found, allowed);
    let external = internal.and_then(|internal| network.external(internal, &found, allowed));
    let ready = network.ready(Gate::External, internal, &found);
    let ready = ready.max(network.ready(Gate::Internal, None, &found));
    let last = external.map_or(0, |on| on.half).max(2 * ready);
    let allowed = network.days.all_allowed(ready);
    let to_allowed = |day: i32| allowed.get(usize::try_from(day).ok()?).copied().flatten();
    let [mut first, mut second] = [Played::of(network, last), Played::of(network, last)];
    let best = [Gate::Internal, Gate::External].map(|gate| network.at_best(gate, to_allowed));
    let mut random = Xoshiro256PlusPlus::seed_from_u64(draws.seed);
    for _ in 0..draws.runs {
        known.draw(&mut random, &mut waits);
        network.run(&waits, &mut found);
        let internal = network.internal(&found, to_allowed);
        let external = internal.and_then(|internal| network.external(internal, &found, to_allowed));
        let [at_best, last_at_best] = best;
        let when = [When { on: internal, best: at_best }, When { on: external, best: last_at_best }];
        first.count(internal);
        first.blame(network, Gate::Internal, when, &found);
        second.count(external);
        second.blame(network, Gate::External, when, &found);
    }
    [first, second]
}

/// The durations of each open thing of which any are known.
struct Known {
    handoffs: Vec<(usize, Vec<u32>)>,
    stages: Vec<(usize, Vec<u32>)>,
}

impl Known {
    fn of(network: &Network<'_>, past: &Past) -> Known {
        let handoffs = network.handoffs.iter().enumerate().filter(|(_, one)| one.done.is_none());
        let stages = network.stages.iter().enumerate().filter(|(_, one)| one.done.is_none());
        let is_known = |(_, took): &(usize, Vec<u32>)| !took.is_empty();
        Known {
            handoffs: handoffs
                .map(|(at, one)| (at, past.of_handoff(one.standing.id)))
                .filter(is_known)
                .collect(),
            stages: stages.map(|(at, one)| (at, past.of_stage(one.standing.id))).filter(is_known).collect(),
        }
    }

    /// The longest that each took: no run takes longer than one in which everything does.
    fn longest(&self, network: &Network<'_>) -> Waits {
        let mut waits = network.no_waits();
        let fill = |known: &[(usize, Vec<u32>)], waits: &mut [u32]| {
            for (at, took) in known {
                let longest = took.iter().max().copied().unwrap_or_default();
                waits.get_mut(*at).into_iter().for_each(|wait| *wait = longest);
            }
        };
        fill(&self.handoffs, &mut waits.handoffs);
        fill(&self.stages, &mut waits.stages);
        waits
    }

    fn draw(&self, random: &mut Xoshiro256PlusPlus, waits: &mut Waits) {
        let mut fill = |known: &[(usize, Vec<u32>)], waits: &mut [u32]| {
            for (at, took) in known {
                let drawn = took.get(below(random.next_u64(), took.len())).copied().unwrap_or_default();
                waits.get_mut(*at).into_iter().for_each(|wait| *wait = drawn);
            }
        };
        fill(&self.handoffs, &mut waits.handoffs);
        fill(&self.stages, &mut waits.stages);
    }
}

/// A number below another, from a random one.
fn below(random: u64, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX).min(u64::from(u32::MAX));
    usize::try_from(((random >> 32) * end) >> 32).unwrap_or_default()
}

fn range(
    network: &Network<'_>,
    gate: Gate,
    runs: u32,
    Played { counts, decides, moved }: Played,
    planned: Option<Half>,
) -> Range {
    let day = |tenths: u32| {
        let enough = (u64::from(runs) * u64::from(tenths)).div_ceil(10);
        let mut sum = 0;
        let at = counts.iter().position(|count| {
            sum += u64::from(*count);
            sum >= enough
        });
        let half = i32::try_from(at?).ok()?;
        Some(network.date(gate, On { half, holds: true }))
    };
    let until = |planned: Half| usize::try_from(planned + 1).unwrap_or_default();
    let [handoffs, stages] = decides;
    let handoffs = network.handoffs.iter().zip(handoffs).filter(|(one, _)| one.done.is_none());
    let handoffs = handoffs.map(|(one, count)| (one.standing.at(), count));
    let stages = network.stages.iter().zip(stages).filter(|(one, _)| one.done.is_none());
    let stages = stages.map(|(one, count)| (one.standing.at(), count));
    let mut decides: Vec<(Address, u32)> = handoffs.chain(stages).filter(|(_, count)| *count > 0).collect();
    decides.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Range {
        half: day(5),
        nine_tenths: day(9),
        holds: planned.map(|planned| counts.iter().take(until(planned)).sum()),
        decides,
        closed: closed(network.days, &moved),
    }
}

/// What closed days to launches in how many runs, by how many it moved on from each working day.
fn closed(days: Days<'_>, moved: &[u32]) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    let numbers = (0..).zip(moved).filter(|(_, runs)| **runs > 0);
    for (name, runs) in numbers.flat_map(|(number, runs)| days.closed(number).into_iter().zip(repeat(runs))) {
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += runs,
            None => found.push((name, *runs)),
        }
    }
    found.sort_by_key(|(_, runs)| Reverse(*runs));
    found
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn a_draw_is_always_one_of_them_and_every_one_comes() {
        assert_eq!((below(0, 5), below(u64::MAX, 5), below(1 << 63, 6)), (0, 4, 3));
        assert_eq!(below(u64::MAX, 1), 0);
    }
}
