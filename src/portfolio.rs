//! Several launches together: capacities they share, days they land on.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::facts::Drawn;
use crate::plan::PlanFile;
use crate::policy::Policy;
use crate::quantity::Quantity;
use crate::report::{Collision, CollisionKind, PlanReport};
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
    /// How much is expected.
    forecast: Quantity,
}

/// A capacity on which several plans together bring more than it carries.
#[derive(Clone, Debug)]
pub struct Overload {
    defined_in: Option<PathBuf>,
    drawn: Drawn,
    paths: Vec<String>,
}

/// How many launches a sentence names.
const NAMED: usize = 4;

/// What a plan draws on the capacities of its policy, as far as it can be held against them. One file
/// that defines capacities has to have one name in the policies of all plans.
pub fn draws(file: &PlanFile, policy: &Policy) -> Vec<Draw> {
    let draw = |load: &crate::plan::load::Load| {
        let id = load.draws_on.text()?;
        let known = policy.capacities.get(id)?;
        let limit = &known.limit;
        let forecast = load.forecast.get().filter(|forecast| forecast.within(limit).is_ok())?;
        Some(Draw {
            defined_in: known.defined_in.clone(),
            capacity: id.to_owned(),
            limit: limit.clone(),
            path: file.source.name().to_owned(),
            launch: file.plan.name().to_owned(),
            forecast: forecast.clone(),
        })
    };
    file.plan.loads.iter().filter_map(|(_, load)| draw(load)).collect()
}

/// The capacities that several plans draw on, and together overload.
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
    let first = group.first()?;
    let mut paths: Vec<String> = group.iter().map(|draw| draw.path.clone()).collect();
    paths.dedup();
    if paths.len() < 2 {
        return None;
    }
    let total = Quantity::sum(group.iter().map(|draw| &draw.forecast)).transpose()?;
    if total.as_ref().is_ok_and(|total| total.within(&first.limit) == Ok(true)) {
        return None;
    }
    let mut launches: Vec<String> =
        group.iter().map(|draw| format!("{} ({})", draw.launch, draw.path)).collect();
    launches.dedup();
    let launches = text::first_of(&launches, NAMED);
    let drawn = Drawn { capacity: first.capacity.clone(), total, launches };
    Some(Overload { defined_in: first.defined_in.clone(), drawn, paths })
}

impl Overload {
    /// The fact for a plan, if it takes part.
    pub fn for_plan(&self, draws: &[Draw]) -> Option<Drawn> {
        let own = |draw: &Draw| draw.capacity == self.drawn.capacity && draw.defined_in == self.defined_in;
        draws.iter().any(own).then(|| self.drawn.clone())
    }

    fn message(&self) -> String {
        let Drawn { capacity, total, launches } = &self.drawn;
        match total {
            Ok(total) => format!(
                "together {launches} bring {total} on the capacity `{capacity}`, which is more than it carries"
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
    let mut days: BTreeMap<Date, Vec<&PlanReport>> = BTreeMap::new();
    let mut blackouts: BTreeMap<&str, Vec<&PlanReport>> = BTreeMap::new();
    for plan in plans {
        plan.external.into_iter().for_each(|day| days.entry(day).or_default().push(plan));
        plan.blackout.iter().for_each(|why| blackouts.entry(why.as_str()).or_default().push(plan));
    }
    found.extend(several(days, CollisionKind::SameDay, |day, who| {
        format!("{who} launch on the same day, {day}")
    }));
    found.extend(several(blackouts, CollisionKind::Blackout, |why, who| format!("{who} fall into {why}")));
    found
}

fn several<K>(
    groups: BTreeMap<K, Vec<&PlanReport>>,
    kind: CollisionKind,
    message: impl Fn(&K, &str) -> String,
) -> Vec<Collision> {
    groups
        .iter()
        .filter(|(_, plans)| plans.len() > 1)
        .map(|(key, plans)| {
            let names: Vec<String> =
                plans.iter().map(|plan| plan.launch.clone().unwrap_or_else(|| plan.path.clone())).collect();
            let paths = plans.iter().map(|plan| plan.path.clone()).collect();
            Collision { kind, message: message(key, &text::first_of(&names, NAMED)), paths }
        })
        .collect()
}
