//! Layers of policy files become one policy: tables merge by id, `without` takes away, and every
//! name is held against what it names.

use crate::digest::TextsDigest;
use crate::finding::Level;
use crate::named::Named;
use crate::policy::change::{changed_handoff, changed_stage, new_handoff, new_stage};
use crate::policy::file::RuleSetting;
use crate::policy::roster::{Delegation, Person, Roster, same_person};
use crate::policy::{Capacity, KnownRule, Layer, Policy, StagePolicy, Vocabulary, order};
use crate::source::{Located, Problem};
use crate::span::{Span, Spanned};
use crate::text;

/// Merges layers, the most basic first.
pub(super) fn merge(layers: &[Layer], vocabulary: &Vocabulary<'_>) -> Result<Policy, Vec<Located>> {
    let mut draft = Draft { policy: empty(vocabulary), problems: Vec::new() };
    for layer in layers {
        draft.without(layer);
        draft.add(layer);
    }
    draft.add_delegations(layers);
    for layer in layers {
        draft.check_names(layer);
    }
    draft.check_delegations(layers);
    draft.check_handoffs(layers);
    draft.sort(layers);
    let holds = vocabulary.rules.iter().filter(|rule| rule.level != Level::Off);
    let is_off = |rule: &&KnownRule| draft.policy.level(rule.id) == Level::Off;
    draft.policy.turned_off = holds.filter(is_off).map(|rule| rule.id).collect();
    let texts = layers.iter().map(|layer| layer.source.text().to_owned());
    draft.policy.digest = TextsDigest::of(texts.collect());
    match draft.problems.is_empty() {
        true => Ok(draft.policy),
        false => Err(draft.problems),
    }
}

/// How many stages a policy may have.
const MOST_STAGES: usize = 200;

fn empty(vocabulary: &Vocabulary<'_>) -> Policy {
    let rules = vocabulary.rules.iter();
    let rules =
        rules.map(|rule| RuleSetting { rule: rule.id, level: Some(rule.level), settings: Vec::new() });
    Policy {
        name: String::new(),
        stages: Named::default(),
        handoffs: Named::default(),
        roster: None,
        calendar: super::Calendar::default(),
        risks: Named::default(),
        capacities: Named::default(),
        rules: rules.collect(),
        turned_off: Vec::new(),
        assurance: super::Assurance::default(),
        digest: TextsDigest::default(),
    }
}

struct Draft {
    policy: Policy,
    problems: Vec<Located>,
}

impl Draft {
    fn without(&mut self, layer: &Layer) {
        for address in &layer.file.without {
            let steps: Vec<&str> = address.value.split('.').collect();
            let removed = match steps.as_slice() {
                ["stages", id] => self.policy.stages.get_mut(id).map(|stage| stage.removed = true).is_some(),
                ["handoffs", id] => {
                    self.policy.handoffs.get_mut(id).map(|handoff| handoff.removed = true).is_some()
                }
                ["stages", id, "asks", ask] => {
                    self.policy.stages.get_mut(id).is_some_and(|stage| stage.asks.remove(ask))
                }
                ["risks", id] => self.policy.risks.remove(id),
                _ => false,
            };
            if !removed {
                let known = self.addresses();
                let message = format!("`without` names nothing that is inherited: `{}`", address.value);
                let problem = Problem::new(address.span, message);
                let meant = text::did_you_mean(&address.value, known.iter().map(String::as_str));
                self.problem(
                    layer,
                    match meant {
                        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                        None => {
                            problem.help("write an address such as `stages.marketing` or `handoffs.value`")
                        }
                    },
                );
            }
        }
    }

    fn addresses(&self) -> Vec<String> {
        let stages = self.policy.stages.iter().flat_map(|(id, stage)| {
            let asks = stage.asks.ids().map(move |ask| format!("stages.{id}.asks.{ask}"));
            asks.chain([format!("stages.{id}")]).collect::<Vec<_>>()
        });
        let handoffs = self.policy.handoffs.ids().map(|id| format!("handoffs.{id}"));
        stages.chain(handoffs).chain(self.policy.risks.ids().map(|id| format!("risks.{id}"))).collect()
    }

    fn add(&mut self, layer: &Layer) {
        self.check_asks(layer);
        let (file, policy) = (&layer.file, &mut self.policy);
        policy.name.clone_from(&layer.name);
        for (id, raw) in file.stages.iter() {
            let stage = match policy.stages.get(id).filter(|stage| !stage.removed) {
                Some(known) => known.clone(),
                None => new_stage(layer, raw),
            };
            policy.stages.set(id, changed_stage(stage, layer, raw));
        }
        for (id, raw) in file.handoffs.iter() {
            let handoff = match policy.handoffs.get(id).filter(|handoff| !handoff.removed) {
                Some(known) => known.clone(),
                None => new_handoff(id, layer, raw),
            };
            policy.handoffs.set(id, changed_handoff(handoff, raw));
        }
        for (id, question) in file.risks.iter() {
            policy.risks.set(id, question.clone());
        }
        for (id, capacity) in file.capacities.iter() {
            policy.capacities.set(id, Capacity { defined_in: layer.path.clone(), ..capacity.clone() });
        }
        self.add_people(layer);
        self.add_calendar(layer);
        self.policy.rules.extend(file.rules.iter().cloned());
        let assurance = &mut self.policy.assurance;
        assurance.minimum = file.assurance.minimum.unwrap_or(assurance.minimum);
        if let Some(path) = &file.assurance.allowed_signers {
            assurance.allowed_signers = Some(layer.folder().join(path));
        }
    }

    /// A question may be left out where the layers below have it, before this one is laid over them.
    fn check_asks(&mut self, layer: &Layer) {
        for (stage, raw) in layer.file.stages.iter() {
            for (id, (_, span)) in raw.asks.iter().filter(|(_, (ask, _))| ask.question.is_none()) {
                let below = self.policy.stages.get(stage).filter(|stage| !stage.removed);
                if below.is_none_or(|stage| stage.asks.get(id).is_none()) {
                    let message = format!("the ask `{id}` of {stage} has no question, and inherits none");
                    self.problem(layer, Problem::new(*span, message).help("add `question = \"…\"`"));
                }
            }
        }
    }

    fn add_people(&mut self, layer: &Layer) {
        let Some(people) = &layer.file.people else { return };
        let mut all = self.policy.roster.take().unwrap_or_default().people;
        for raw in people {
            let at = all.iter().position(|known| same_person(&known.id, &raw.id));
            let mut person = at.map_or_else(Person::default, |at| all.remove(at));
            raw.change(&mut person);
            if let (Some(from), Some(until)) = (person.from, person.until)
                && from > until
            {
                let message = format!("`from` {from} is after `until` {until} for `{}`", raw.id);
                let help = "what is not said here is inherited: give both days";
                self.problem(layer, Problem::new(raw.span, message).help(help));
            }
            all.push(person);
        }
        self.policy.roster = Some(Roster::of(all));
    }

    /// Whoever stands in does so on the roster of all layers, whichever of them has it.
    fn add_delegations(&mut self, layers: &[Layer]) {
        if let Some(roster) = &mut self.policy.roster {
            let all = layers.iter().flat_map(|layer| &layer.file.delegations);
            roster.delegations = all.map(|delegation| delegation.value.clone()).collect();
        }
    }

    fn add_calendar(&mut self, layer: &Layer) {
        let (file, calendar) = (&layer.file, &mut self.policy.calendar);
        if let Some(weekend) = &file.weekend {
            calendar.weekend.clone_from(weekend);
            calendar.weekend.sort_by_key(|day| day.to_monday_zero_offset());
            calendar.weekend.dedup();
        }
        if let Some(no_launch_on) = &file.no_launch_on {
            calendar.no_launch_on.clone_from(no_launch_on);
        }
        calendar.holidays.extend(&file.holidays);
        calendar.blackouts.extend(file.blackouts.iter().cloned());
    }

    fn check_names(&mut self, layer: &Layer) {
        let file = &layer.file;
        let stages: Vec<String> = self.policy.stages.ids().map(str::to_owned).collect();
        let risks: Vec<String> = self.policy.risks.ids().map(str::to_owned).collect();
        let in_stages = file.stages.iter().flat_map(|(_, stage)| stage.after.iter().flatten());
        let in_handoffs =
            file.handoffs.iter().flat_map(|(_, handoff)| [&handoff.from, &handoff.to]).flatten();
        let in_people = file.people.iter().flatten().flat_map(|person| person.stages.iter().flatten());
        let in_capacities = file.capacities.iter().map(|(_, capacity)| &capacity.of);
        let named: Vec<_> = in_stages.chain(in_handoffs).chain(in_people).chain(in_capacities).collect();
        self.known(layer, "stage", named, &stages);
        let of_stages = file.stages.iter().flat_map(|(_, stage)| stage.risks.iter().flatten());
        let of_handoffs = file.handoffs.iter().flat_map(|(_, handoff)| handoff.risks.iter().flatten());
        self.known(layer, "risk", of_stages.chain(of_handoffs).collect(), &risks);
    }

    fn known(&mut self, layer: &Layer, what: &str, named: Vec<&Spanned<String>>, known: &[String]) {
        for name in named.into_iter().filter(|name| !known.contains(&name.value)) {
            let problem = Problem::new(name.span, format!("unknown {what}: `{}`", name.value));
            self.problem(
                layer,
                match text::did_you_mean(&name.value, known.iter().map(String::as_str)) {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                    None if known.is_empty() => problem.help(format!("the policy has no {what}s")),
                    None => problem.help(format!("known: {}", text::few_ticked(known, "and"))),
                },
            );
        }
    }

    fn check_delegations(&mut self, layers: &[Layer]) {
        let all: Vec<Delegation> = layers
            .iter()
            .flat_map(|layer| &layer.file.delegations)
            .map(|known| known.value.clone())
            .collect();
        for layer in layers {
            for delegation in &layer.file.delegations {
                let Spanned { value, span } = delegation;
                if comes_back(value, &all) {
                    let message = format!("`{}` stands in, in the end, for `{}`", value.to, value.to);
                    self.problem(
                        layer,
                        Problem::new(*span, message).help("delegations must not go round in a circle"),
                    );
                }
            }
        }
    }

    fn check_handoffs(&mut self, layers: &[Layer]) {
        let mut found = Vec::new();
        for (id, handoff) in self.policy.handoffs.iter() {
            let Some((layer, raw)) = last(layers, |layer| layer.file.handoffs.get(id)) else { continue };
            if handoff.from.is_empty() || handoff.to.is_empty() {
                let problem =
                    Problem::new(raw.span, format!("the hand-off `{id}` needs both `from` and `to`"));
                let whole =
                    self.policy.handoffs.iter().filter(|(_, one)| !one.from.is_empty() && !one.to.is_empty());
                let problem = match text::did_you_mean(id, whole.map(|(known, _)| known)) {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                    None => problem,
                };
                found.push(layer.source.locate(&problem));
            } else if handoff.from == handoff.to {
                let problem =
                    Problem::new(raw.span, format!("`{id}` goes from `{}` to itself", handoff.from));
                found.push(layer.source.locate(&problem));
            }
        }
        self.problems.append(&mut found);
    }

    /// Puts the stages in customer-first order: what has to come earlier first, then as written.
    fn sort(&mut self, layers: &[Layer]) {
        let mut stages: Vec<(String, StagePolicy)> =
            self.policy.stages.iter().map(|(id, stage)| (id.to_owned(), stage.clone())).collect();
        if stages.iter().all(|(_, stage)| stage.removed) {
            let problem = Problem::new(Span::default(), "a policy without a stage checks nothing");
            if let Some(layer) = layers.last() {
                self.problem(layer, problem.help("extend `product` or `service`, or add `[stages.<id>]`"));
            }
            return;
        }
        if stages.len() > MOST_STAGES {
            let problem = Problem::new(Span::default(), format!("more than {MOST_STAGES} stages"));
            if let Some(layer) = layers.last() {
                self.problem(layer, problem);
            }
            return;
        }
        let depths = match order::depths(&stages) {
            Ok(depths) => depths,
            Err(circle) => {
                let first = circle.first().copied().unwrap_or_default();
                let after = |layer| Layer::after_of(layer, first);
                if let Some((layer, span)) = last(layers, after) {
                    let message = format!("`after` goes round in a circle: {}", circle.join(" → "));
                    let problem =
                        Problem::new(span, message).help("take one of these stages out of an `after`");
                    self.problem(layer, problem);
                }
                return;
            }
        };
        let mut keyed: Vec<_> = depths.into_iter().zip(stages.drain(..)).collect();
        keyed.sort_by_key(|(depth, _)| *depth);
        let mut stages: Vec<_> = keyed.into_iter().map(|(_, stage)| stage).collect();
        order::spread_gates(&mut stages, &|_, stage| stage.removed);
        self.policy.stages = stages.into_iter().collect();
    }

    fn problem(&mut self, layer: &Layer, problem: Problem) {
        self.problems.push(layer.source.locate(&problem));
    }
}

impl Layer {
    fn after_of(&self, stage: &str) -> Option<crate::span::Span> {
        self.file.stages.get(stage)?.after.as_ref()?.first().map(|first| first.span)
    }
}

/// The last layer in which something is found, with what was found.
fn last<'l, T>(layers: &'l [Layer], find: impl Fn(&'l Layer) -> Option<T>) -> Option<(&'l Layer, T)> {
    layers.iter().rev().find_map(|layer| Some((layer, find(layer)?)))
}

/// Whether a chain of delegations that overlap leads from whoever stands in back to them.
fn comes_back(start: &Delegation, all: &[Delegation]) -> bool {
    let mut people = vec![&start.from];
    let mut next = 0;
    while let Some(person) = people.get(next).copied() {
        if same_person(person, &start.to) {
            return true;
        }
        let overlaps = |other: &&Delegation| other.start <= start.until && start.start <= other.until;
        for other in all.iter().filter(overlaps).filter(|other| same_person(&other.to, person)) {
            if !people.iter().any(|known| same_person(known, &other.from)) {
                people.push(&other.from);
            }
        }
        next += 1;
    }
    false
}
