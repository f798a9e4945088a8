//! Names in a plan against what they name: a stage, a hand-off, a risk, a rule that is not there is
//! an error of the plan, never ignored.

use crate::address::Address;
use crate::plan::handoff::HandOff;
use crate::plan::{Plan, PlanFile};
use crate::policy::Policy;
use crate::read::Given;
use crate::source::{MOST_PROBLEMS, Problem};
use crate::span::Span;
use crate::text;
use crate::topic;
use crate::tree::Node;

/// Everything in a plan that names what does not exist.
pub fn check(file: &PlanFile, policy: &Policy, rules: &[&str]) -> Vec<Problem> {
    let mut names = Names { plan: &file.plan, root: &file.root, policy, problems: Vec::new() };
    names.stages();
    names.handoffs();
    names.risks();
    names.collisions();
    names.waivers(rules);
    names.covers();
    names.problems
}

struct Names<'a> {
    plan: &'a Plan,
    root: &'a Node,
    policy: &'a Policy,
    problems: Vec<Problem>,
}

impl<'a> Names<'a> {
    fn key(&self, address: &str) -> Span {
        self.root.locate(address).0
    }

    fn value(&self, address: &str) -> Span {
        self.root.at(address).map_or_else(|| self.key(address), |node| node.span)
    }

    fn unknown(&mut self, span: Span, what: &str, word: &str, known: &[&str]) {
        let problem = Problem::new(span, format!("unknown {what}: `{}`", text::shorten(word, 60)));
        if self.are_enough() {
            return self.problems.push(problem);
        }
        self.problems.push(match text::did_you_mean(word, known.iter().copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None if known.is_empty() => problem.help(format!("{} names none", self.policy.name)),
            None => problem.help(format!("known: {}", text::few_ticked(known, "and"))),
        });
    }

    /// Whether nobody is told more: what might be meant is looked for no longer.
    fn are_enough(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    fn stages(&mut self) {
        let known: Vec<&str> = self.policy.stages.ids().collect();
        let root = self.root;
        for entry in root.at("stages").map(Node::entries).unwrap_or_default() {
            // What cannot be an id was told when it was read.
            if !known.contains(&entry.key.as_str()) && text::is_kebab(&entry.key) {
                self.unknown(entry.key_span, "stage", &entry.key, &known);
            }
        }
    }

    /// A field of a thing that names a stage.
    fn stage(&mut self, [section, thing, key]: [&str; 3], given: &Given<String>) {
        let Some(id) = given.text() else { return };
        if self.policy.stages.get(id).is_none() {
            let known: Vec<&str> = self.policy.stages.ids().collect();
            self.unknown(self.value(&format!("{section}.{thing}.{key}")), "stage", id, &known);
        }
    }

    fn handoffs(&mut self) {
        let root = self.root;
        for entry in root.at("handoffs").map(Node::entries).unwrap_or_default() {
            if entry.node.is_null() && self.policy.handoffs.get(&entry.key).is_none() {
                self.own_handoff(&format!("handoffs.{}", entry.key), &entry.key, &HandOff::default());
            }
        }
        for (id, handoff) in self.plan.handoffs.iter() {
            self.stage(["handoffs", id, "from"], &handoff.from);
            self.stage(["handoffs", id, "to"], &handoff.to);
            let at = format!("handoffs.{id}");
            match self.policy.handoffs.get(id) {
                Some(known) => {
                    self.agrees(&at, "from", handoff.from.text(), &known.from);
                    self.agrees(&at, "to", handoff.to.text(), &known.to);
                }
                None => self.own_handoff(&at, id, handoff),
            }
        }
    }

    fn agrees(&mut self, at: &str, key: &str, given: Option<&str>, known: &str) {
        if let Some(given) = given.filter(|given| *given != known && self.policy.stages.get(given).is_some())
        {
            let message = format!("`{key}` is `{given}` here and `{known}` in {}", self.policy.name);
            let problem = Problem::new(self.value(&format!("{at}.{key}")), message);
            self.problems
                .push(problem.help(format!("leave `{key}` out, or give a hand-off of your own another id")));
        }
    }

    fn own_handoff(&mut self, at: &str, id: &str, handoff: &HandOff) {
        match (&handoff.from, &handoff.to) {
            (Given::Absent, _) | (_, Given::Absent) => {
                let known: Vec<&str> = self.policy.handoffs.ids().collect();
                let problem =
                    Problem::new(self.key(at), format!("unknown hand-off: `{}`", text::shorten(id, 60)));
                let meant = || text::did_you_mean(id, known);
                self.problems.push(match (!self.are_enough()).then(meant).flatten() {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                    None => problem.help("a hand-off of your own says which stages it goes `from` and `to`"),
                });
            }
            (Given::Value(from), Given::Value(to)) if from == to => {
                let message = format!("the hand-off `{id}` goes from `{from}` to itself");
                self.problems.push(Problem::new(self.value(&format!("{at}.to")), message));
            }
            _ => {}
        }
    }

    fn risks(&mut self) {
        let known: Vec<&str> = self.policy.risks.ids().collect();
        for id in self.plan.risks.ids().filter(|id| !known.contains(id)) {
            self.unknown(self.key(&format!("risks.{id}")), "risk", id, &known);
        }
    }

    fn collisions(&mut self) {
        for (id, promise) in self.plan.promises.iter() {
            self.stage(["promises", id, "made_by"], &promise.made_by);
            self.stage(["promises", id, "kept_by"], &promise.kept_by);
        }
        for (id, load) in self.plan.loads.iter() {
            self.stage(["loads", id, "from"], &load.from);
            self.stage(["loads", id, "to"], &load.to);
            self.draws_on(&format!("loads.{id}"), load);
        }
        for (id, incentive) in self.plan.incentives.iter() {
            self.stage(["incentives", id, "for"], &incentive.rewards);
        }
        for (id, goal) in self.plan.goals.iter() {
            self.stage(["goals", id, "stage"], &goal.stage);
        }
    }

    fn draws_on(&mut self, at: &str, load: &crate::plan::load::Load) {
        let Some(shared) = load.draws_on.text() else { return };
        let span = self.value(&format!("{at}.draws_on"));
        match self.policy.capacities.get(shared) {
            None => {
                let known: Vec<&str> = self.policy.capacities.ids().collect();
                self.unknown(span, "capacity", shared, &known);
            }
            Some(_) if load.capacity.is_given() => {
                let problem = Problem::new(
                    span,
                    "a load has either a `capacity` of its own or `draws_on` one, not both",
                );
                self.problems.push(problem);
            }
            Some(capacity) => {
                if let Some(to) = load.to.text().filter(|to| *to != capacity.of.value) {
                    let message = format!(
                        "`{shared}` is a capacity of `{}`, and this load goes to `{to}`",
                        capacity.of.value
                    );
                    self.problems.push(Problem::new(span, message));
                }
            }
        }
    }

    fn waivers(&mut self, rules: &[&str]) {
        for (_, waiver) in self.plan.waivers.iter() {
            if let Some(rule) = waiver.rule.as_ref().filter(|rule| !rules.contains(&rule.value.as_str())) {
                match topic::find(&rule.value) {
                    Some(topic) => {
                        self.problems.push(Problem::new(rule.span, topic.is_no_rule()).help(topic.more()));
                    }
                    None => self.unknown(rule.span, "rule", &rule.value, rules),
                }
            }
            match &waiver.at {
                Some(at) if at.value.steps().next() == Some("waivers") => {
                    self.waived_waiver(&at.value, at.span);
                }
                Some(at) => self.address(&at.value, at.span),
                None => {}
            }
        }
    }

    fn waived_waiver(&mut self, at: &Address, span: Span) {
        let shown = text::shorten(at.as_str(), 60);
        let problem = Problem::new(span, format!("`{shown}` is a waiver, and a waiver cannot be waived"));
        self.problems
            .push(problem.help("renew it with a new last day, or mend what it waives and take it out"));
    }

    fn covers(&mut self) {
        let sign_offs = self.plan.stages.iter().flat_map(|(_, stage)| &stage.sign_offs);
        let conditions = sign_offs.flat_map(|sign_off| sign_off.conditions.iter());
        for cover in conditions.flat_map(|(_, condition)| &condition.covers) {
            let steps: Vec<&str> = cover.value.steps().collect();
            match steps.as_slice() {
                ["stages", _, "asks", _] | ["handoffs" | "promises", _] => {
                    self.address(&cover.value, cover.span);
                }
                _ => self.problems.push(
                    Problem::new(
                        cover.span,
                        format!("`{}` cannot be covered", text::shorten(cover.value.as_str(), 60)),
                    )
                    .help(
                        "a condition covers an ask, a hand-off or a promise, such as `handoffs.message-kit`",
                    ),
                ),
            }
        }
    }

    /// Reports an address that leads nowhere.
    fn address(&mut self, address: &Address, span: Span) {
        let plan = self.plan;
        let steps: Vec<&str> = address.steps().collect();
        let (id, known): (&str, Vec<&str>) = match steps.as_slice() {
            ["launch" | "kind" | "tier" | "owner" | "needs" | "informed" | "dates" | "risks"] => return,
            ["dates", id, ..] => (id, vec!["internal", "external", "baseline"]),
            ["risks", id, ..] => (id, self.policy.risks.ids().collect()),
            ["stages", id, "asks", ask, ..] if self.policy.stages.get(id).is_some() => (ask, self.asks(id)),
            ["stages", id, ..] => (id, self.policy.stages.ids().collect()),
            ["handoffs", id, ..] => (id, self.policy.handoffs.ids().chain(plan.handoffs.ids()).collect()),
            ["needs", id, ..] => (id, plan.needs.ids().collect()),
            ["informed", id, ..] => (id, plan.informed.ids().collect()),
            ["promises", id, ..] => (id, plan.promises.ids().collect()),
            ["loads", id, ..] => (id, plan.loads.ids().collect()),
            ["incentives", id, ..] => (id, plan.incentives.ids().collect()),
            ["goals", id, ..] => (id, plan.goals.ids().collect()),
            _ => (steps.first().copied().unwrap_or_default(), SECTIONS.to_vec()),
        };
        if !known.contains(&id) {
            let shown = text::shorten(address.as_str(), 60).into_owned();
            let problem = Problem::new(span, format!("the address `{shown}` leads nowhere"));
            let meant = || text::did_you_mean(id, known);
            let meant = (!self.are_enough()).then(meant).flatten();
            self.problems.push(match meant.map(|meant| address.as_str().replacen(id, meant, 1)) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem.help(
                    "an address is a path such as `stages.finance.asks.billing` or `handoffs.price-list`",
                ),
            });
        }
    }

    fn asks(&self, stage: &str) -> Vec<&'a str> {
        let of_policy = self.policy.stages.get(stage).into_iter().flat_map(|stage| stage.asks.ids());
        let of_plan = self.plan.stages.get(stage).into_iter().flat_map(|stage| stage.asks.ids());
        of_policy.chain(of_plan).collect()
    }
}

/// The sections of a plan whose things have addresses.
const SECTIONS: [&str; 9] =
    ["stages", "handoffs", "needs", "informed", "promises", "loads", "incentives", "goals", "dates"];
