//! What policies add to the schema of plans: their stages, asks, hand-offs and risks by name, each
//! with what it asks.

use serde_json::Value;

use crate::plan::{Kind, handoff, stage};
use crate::policy::{Gate, HandOffPolicy, Policy, StagePolicy};
use crate::schema::Policies;
use crate::schema::make::{Known, Maker};
use crate::schema::node::{Keys, Others, Schema};
use crate::shape::{Field, Holds, Names};
use crate::text;

/// The schema of a plan of a service.
pub(super) fn is_service() -> Schema {
    let service = Schema { only: Some(Value::from(Kind::Service.word())), ..Schema::default() };
    Schema {
        required: vec!["kind"],
        properties: Some(Keys(vec![("kind".to_owned(), service)])),
        ..Schema::default()
    }
}

impl Policies<'_> {
    /// How the policies are called in a sentence.
    pub(super) fn name(&self) -> String {
        match (self.open, self.product.name == self.service.name) {
            (true, _) => "plans under any policy".to_owned(),
            (false, true) => format!("plans under {}", self.product.name),
            (false, false) => format!("plans under {} and {}", self.product.name, self.service.name),
        }
    }

    /// Everything that the policies name.
    pub(super) fn known(&self) -> Known {
        let stages = self.names(|policy| policy.stages.ids().map(str::to_owned).collect());
        let people = self.names(|policy| {
            let roster = policy.roster.iter();
            roster
                .flat_map(|roster| {
                    let people = roster.people.iter().map(|person| person.id.clone());
                    people.chain(roster.delegations.iter().map(|delegation| delegation.to.clone()))
                })
                .collect()
        });
        Known {
            stages,
            capacities: self.names(|policy| policy.capacities.ids().map(str::to_owned).collect()),
            people,
            addresses: self.names(addresses),
            complete: !self.open,
        }
    }

    fn names(&self, of: impl Fn(&Policy) -> Vec<String>) -> Vec<String> {
        let mut names = of(self.product);
        for name in of(self.service) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What a key of the plan holds for a product and for a service, where policies have a say in it.
    pub(super) fn both(&self, maker: &mut Maker<'_>, key: &str) -> Option<(Schema, Schema)> {
        let of: fn(&Self, &mut Maker<'_>, &Policy) -> Schema = match key {
            "stages" => Self::stages,
            "handoffs" => Self::handoffs,
            "risks" => Self::risks,
            _ => return None,
        };
        Some((of(self, maker, self.product), of(self, maker, self.service)))
    }

    fn stages(&self, maker: &mut Maker<'_>, policy: &Policy) -> Schema {
        let mut stages = Keys::default();
        for (id, stage) in policy.stages.iter() {
            let whole = maker.whole_map_with(&stage::SHAPE, &mut |maker, field| {
                (field.key == "asks").then(|| asks(maker, stage).described(field.doc))
            });
            let whole = Schema { title: Some(id.to_owned()), deprecated: stage.removed, ..whole };
            let name = format!("stages.{id}");
            stages.add(id, maker.define_as(&name, whole.described(about_stage(policy, id, stage))));
        }
        let others = self.open.then(|| maker.map(&stage::SHAPE));
        Schema { properties: Some(stages), additional_properties: Some(others.into()), ..maker.ids() }
    }

    fn handoffs(&self, maker: &mut Maker<'_>, policy: &Policy) -> Schema {
        let mut handoffs = Keys::default();
        for (id, known) in policy.handoffs.iter() {
            let whole = maker.map(&handoff::SHAPE).described(about_handoff(policy, known));
            handoffs.add(id, Schema { deprecated: is_gone(policy, known), ..whole });
        }
        let own = match self.open {
            true => maker.map(&handoff::SHAPE),
            false => maker.define("own-hand-off", own_handoff),
        };
        let others = Others::Some(Box::new(own));
        Schema { properties: Some(handoffs), additional_properties: Some(others), ..maker.ids() }
    }

    fn risks(&self, maker: &mut Maker<'_>, policy: &Policy) -> Schema {
        let flag = maker.holds(&Holds::Flag);
        let risks = policy
            .risks
            .iter()
            .map(|(id, question)| (id.to_owned(), flag.clone().described(question)))
            .collect();
        let others = self.open.then_some(flag);
        Schema {
            properties: Some(risks),
            additional_properties: Some(others.into()),
            ..maker.holds(&Holds::Flags)
        }
    }

    /// What a key of a policy holds, with the names that the policy which it extends has.
    pub(super) fn inherited(&self, maker: &mut Maker<'_>, field: &'static Field) -> Option<Schema> {
        let about: Vec<(String, String)> = match field.key {
            "stages" => {
                let of = |policy: &Policy| {
                    let stages = policy.stages.iter();
                    stages.map(|(id, stage)| (id.to_owned(), about_stage(policy, id, stage))).collect()
                };
                self.described(of)
            }
            "handoffs" => {
                let of = |policy: &Policy| {
                    let handoffs = policy.handoffs.iter();
                    handoffs.map(|(id, known)| (id.to_owned(), about_handoff(policy, known))).collect()
                };
                self.described(of)
            }
            _ => return None,
        };
        let Holds::Named(of) = field.holds else { return None };
        let one = maker.holds(of);
        let known = about.into_iter().map(|(id, about)| (id, one.clone().described(about))).collect();
        Some(Schema {
            properties: Some(known),
            additional_properties: Some(Others::Some(Box::new(one))),
            ..maker.ids()
        })
    }

    fn described(&self, of: impl Fn(&Policy) -> Vec<(String, String)>) -> Vec<(String, String)> {
        let mut all = of(self.product);
        for (id, about) in of(self.service) {
            if !all.iter().any(|(known, _)| *known == id) {
                all.push((id, about));
            }
        }
        all
    }
}

/// The addresses that waivers and conditions name most.
fn addresses(policy: &Policy) -> Vec<String> {
    let stages = policy.stages.iter().filter(|(_, stage)| !stage.removed);
    let asks =
        stages.flat_map(|(id, stage)| stage.asks.ids().map(move |ask| format!("stages.{id}.asks.{ask}")));
    let handoffs = policy.handoffs.iter().filter(|(_, known)| !is_gone(policy, known));
    asks.chain(handoffs.map(|(id, _)| format!("handoffs.{id}"))).collect()
}

fn asks(maker: &mut Maker<'_>, stage: &StagePolicy) -> Schema {
    let Some(Holds::Named(answer)) = stage::SHAPE.field("asks").map(|field| &field.holds) else {
        return Schema::default();
    };
    let answer = maker.holds(answer);
    let about = |evidence: bool| if evidence { " Wants `{done: <what shows it>}`." } else { "" };
    let asks = stage.asks.iter().map(|(id, ask)| {
        (id.to_owned(), answer.clone().described(format!("{}{}", ask.question, about(ask.evidence))))
    });
    Schema {
        properties: Some(asks.collect()),
        additional_properties: Some(Others::Some(Box::new(answer.clone()))),
        ..maker.ids()
    }
}

/// A hand-off that no policy defines says where it goes.
fn own_handoff(maker: &mut Maker<'_>) -> Schema {
    let ends = ["from", "to"];
    let whole = maker.whole_map_with(&handoff::SHAPE, &mut |maker, field| {
        let is_end = ends.contains(&field.key) && field.holds.is(&Holds::Name(Names::Stage));
        is_end.then(|| maker.stage_id().there().described(field.doc))
    });
    Schema { required: ends.to_vec(), ..whole }
        .there()
        .described("A hand-off of your own: it says from which stage to which other it goes.")
}

fn is_gone(policy: &Policy, handoff: &HandOffPolicy) -> bool {
    let there = |id: &str| policy.stages.get(id).is_some_and(|stage| !stage.removed);
    handoff.removed || !there(&handoff.from) || !there(&handoff.to)
}

fn about_stage(policy: &Policy, id: &str, stage: &StagePolicy) -> String {
    if stage.removed {
        return "The policy does without this stage.".to_owned();
    }
    let removed = |id: &str| policy.stages.get(id).is_some_and(|stage| stage.removed);
    let mut about = match policy.before(id, &removed).as_slice() {
        [] => "Signs first".to_owned(),
        before => format!("Signs after {}", text::list(before, "and")),
    };
    about.push_str(match stage.gate {
        Gate::Internal => ", before our own people hear.",
        Gate::External => ", before customers can buy.",
    });
    if stage.signatures > 1 {
        about.push_str(&format!(" {} different people sign.", stage.signatures));
    }
    if let Some(lead) = stage.lead {
        about.push_str(&format!(" To be signed {} ahead.", text::count(lead as usize, "working day")));
    }
    about + &only_with(stage.tiers.as_deref(), stage.risks.as_deref())
}

fn about_handoff(policy: &Policy, handoff: &HandOffPolicy) -> String {
    if is_gone(policy, handoff) {
        return "The policy does without this hand-off.".to_owned();
    }
    let mut about = format!("{} → {}: {}.", handoff.from, handoff.to, handoff.what.trim_end_matches('.'));
    if let Some(lead) = handoff.lead {
        let days = text::count(lead as usize, "working day");
        about.push_str(&format!(" To be accepted {days} before the receiver's gate."));
    }
    about + &only_with(handoff.tiers.as_deref(), handoff.risks.as_deref())
}

fn only_with(tiers: Option<&[u32]>, risks: Option<&[String]>) -> String {
    let tiers = tiers.map(|tiers| {
        let tiers: Vec<String> = tiers.iter().map(u32::to_string).collect();
        format!("tier {}", text::list(&tiers, "or"))
    });
    let risks = risks.map(|risks| format!("the risk {}", text::list(risks, "or")));
    let parts: Vec<String> = [tiers, risks].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" Only with {}.", parts.join(" and ")) }
}
