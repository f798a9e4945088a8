//! Several launches together: capacities they share, days they land on.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::address::Address;
use crate::facts::{Drawn, Unsummed};
use crate::plan::PlanFile;
use crate::plan::load::Load;
use crate::policy::Policy;
use crate::quantity::Quantity;
use crate::report::{Collision, CollisionKind, Names, PlanReport};
use crate::text;

/// A load of one plan on a capacity of its policy.
#[derive(Clone, Debug)]
pub struct Draw {
    /// The file that defines the capacity.
    defined_in: Option<PathBuf>,
    /// The capacity's id.
    capacity: String,
    /// How much it can carry.
    limit: Quantity,
    /// The plan's file.
    path: String,
    /// The launch, for a message.
    launch: String,
    /// How much is expected, or why nobody knows.
    forecast: Result<Quantity, Unsummed>,
}

/// A capacity on which several plans together bring more than it carries, or nobody knows how much.
#[derive(Clone, Debug)]
pub struct Overload {
    defined_in: Option<PathBuf>,
    drawn: Drawn,
    paths: Vec<String>,
    /// The loads of which nobody knows how much they bring, by the plan's file, where that alone is the fault.
    unknown: Vec<(String, Unsummed)>,
}

/// How many launches a sentence names.
const NAMED: usize = 4;

/// What a plan draws on the capacities of its policy. One file
/// that defines capacities has to have one name in the policies of all plans.
pub fn draws(file: &PlanFile, policy: &Policy) -> Vec<Draw> {
    let path = file.source.name();
    let draw = |own: &str, load: &Load| {
        let id = load.draws_on.text()?;
        let known = policy.capacities.get(id)?;
        let limit = &known.limit;
        let unknown = |forecast| {
            let at = Address::new(format!("loads.{own}"));
            Unsummed::Unknown { at, path: path.to_owned(), forecast }
        };
        let forecast = load.forecast.get().ok_or_else(|| unknown(None)).and_then(|forecast| {
            match forecast.within(limit) {
                Ok(_) => Ok(forecast.clone()),
                Err(why) => Err(unknown(Some((forecast.clone(), why)))),
            }
        });
        Some(Draw {
            defined_in: known.defined_in.clone(),
            capacity: id.to_owned(),
            limit: limit.clone(),
            path: path.to_owned(),
            launch: file.plan.name().to_owned(),
            forecast,
        })
    };
    file.plan.loads.iter().filter_map(|(own, load)| draw(own, load)).collect()
}

/// The capacities that several plans draw on, and together overload, or nobody knows whether they do.
pub fn overloads(draws: &[&Draw]) -> Vec<Overload> {
    let mut groups: HashMap<(Option<&Path>, &str), Vec<&Draw>> = HashMap::new();
    for draw in draws {
        groups.entry((draw.defined_in.as_deref(), &draw.capacity)).or_default().push(draw);
    }
    let mut found: Vec<Overload> = groups.into_values().filter_map(|group| overload(&group)).collect();
    found.sort_by(|a, b| (&a.paths, &a.drawn.capacity).cmp(&(&b.paths, &b.drawn.capacity)));
    found
}

fn overload(group: &[&Draw]) -> Option<Overload> {
    let known: Vec<&Draw> = group.iter().copied().filter(|draw| draw.forecast.is_ok()).collect();
    let first = known.first()?;
    let total = Quantity::sum(known.iter().filter_map(|draw| draw.forecast.as_ref().ok())).transpose()?;
    if !total.as_ref().is_ok_and(|total| total.within(&first.limit) == Ok(true)) && paths(&known).len() > 1 {
        return Some(drawn_by(&known, total.map_err(Unsummed::Incomparable), Vec::new()));
    }
    let unknown = |draw: &&Draw| Some((draw.path.clone(), draw.forecast.clone().err()?));
    let unknown: Vec<(String, Unsummed)> = group.iter().filter_map(unknown).collect();
    let (_, why) = unknown.first().filter(|_| paths(group).len() > 1)?;
    Some(drawn_by(group, Err(why.clone()), unknown.clone()))
}

/// The files of the plans that bring these loads.
fn paths(draws: &[&Draw]) -> Vec<String> {
    let mut paths: Vec<String> = draws.iter().map(|draw| draw.path.clone()).collect();
    paths.dedup();
    paths
}

fn drawn_by(
    draws: &[&Draw],
    total: Result<Quantity, Unsummed>,
    unknown: Vec<(String, Unsummed)>,
) -> Overload {
    let mut launches: Vec<String> =
        draws.iter().map(|draw| format!("{} ({})", draw.launch, draw.path)).collect();
    launches.dedup();
    let launches = text::first_of(&launches, NAMED);
    let first = draws.first();
    let capacity = first.map(|draw| draw.capacity.clone()).unwrap_or_default();
    let drawn = Drawn { capacity, total, launches };
    Overload {
        defined_in: first.and_then(|draw| draw.defined_in.clone()),
        drawn,
        paths: paths(draws),
        unknown,
    }
}

impl Overload {
    /// The fact for a plan, if it takes part. What its own loads do not say, it is told of those.
    pub fn for_plan(&self, draws: &[Draw]) -> Option<Drawn> {
        let is_drawn =
            |draw: &&Draw| draw.capacity == self.drawn.capacity && draw.defined_in == self.defined_in;
        let own = draws.iter().find(is_drawn)?;
        if self.unknown.is_empty() {
            return Some(self.drawn.clone());
        }
        let (_, why) = self.unknown.iter().find(|(path, _)| *path != own.path)?;
        Some(Drawn { total: Err(why.clone()), ..self.drawn.clone() })
    }

    fn message(&self) -> String {
        let Drawn { capacity, total, launches } = &self.drawn;
        match total {
            Ok(total) => format!(
                "together {launches} bring {total} on the capacity `{capacity}`, which does not carry that"
            ),
            Err(why) => format!(
                "nobody knows whether the capacity `{capacity}` carries what {launches} bring together: {why}"
            ),
        }
    }
}

/// What happens between these launches.
pub fn collisions(plans: &[PlanReport], overloads: &[Overload]) -> Vec<Collision> {
    let mut found: Vec<Collision> = overloads
        .iter()
        .map(|overload| Collision {
            kind: CollisionKind::Capacity,
            message: overload.message(),
            paths: overload.paths.clone(),
        })
        .collect();
    let names = Names::among(plans);
    let mut days: BTreeMap<Date, Vec<&PlanReport>> = BTreeMap::new();
    let mut blackouts: BTreeMap<&str, Vec<&PlanReport>> = BTreeMap::new();
    for plan in plans {
        plan.external.into_iter().for_each(|day| days.entry(day).or_default().push(plan));
        plan.blackout.iter().for_each(|why| blackouts.entry(why.as_str()).or_default().push(plan));
    }
    found.extend(several(days, &names, CollisionKind::SameDay, |day, who| {
        format!("{who} launch on the same day, {day}")
    }));
    found.extend(several(blackouts, &names, CollisionKind::Blackout, |why, who| {
        format!("{who} fall into {why}")
    }));
    found
}

fn several<K>(
    groups: BTreeMap<K, Vec<&PlanReport>>,
    names: &Names<'_>,
    kind: CollisionKind,
    message: impl Fn(&K, &str) -> String,
) -> Vec<Collision> {
    groups
        .iter()
        .filter(|(_, plans)| plans.len() > 1)
        .map(|(key, plans)| {
            let names: Vec<String> = plans.iter().map(|plan| names.of(plan)).collect();
            let paths = plans.iter().map(|plan| plan.path.clone()).collect();
            Collision { kind, message: message(key, &text::first_of(&names, NAMED)), paths }
        })
        .collect()
}
