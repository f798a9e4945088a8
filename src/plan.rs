//! The launch plan: one file, one launch. Each type reads itself from the tree beside its definition.

pub mod audience;
pub mod goal;
pub mod handoff;
pub mod incentive;
pub mod load;
pub mod need;
pub mod promise;
pub mod record;
pub mod sign_off;
pub mod stage;
pub mod waiver;
pub mod word;

use std::collections::HashSet;

use crate::address::Address;
use crate::moment::Moment;
use crate::named::Named;
use crate::plan::audience::Audience;
use crate::plan::goal::Goal;
use crate::plan::handoff::HandOff;
use crate::plan::incentive::Incentive;
use crate::plan::load::Load;
use crate::plan::need::Need;
use crate::plan::promise::Promise;
use crate::plan::stage::Stage;
use crate::plan::waiver::Waiver;
use crate::read::{Fields, Given, Placeholder, Reader};
use crate::shape::{Field, Holds, Shape};
use crate::source::{Problem, Source};
use crate::span::Span;
use crate::text::shell;
use crate::tree::{Entry, Node, Value};
use crate::yaml;

/// What is launched, which picks the built-in policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something that is made.
    #[default]
    Product,
    /// Something that is done.
    Service,
}

impl Kind {
    /// The word for it, in plans and policies.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Product => "product",
            Kind::Service => "service",
        }
    }
}

/// The launch's own dates.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// Our own people hear first.
    pub internal: Given<Moment>,
    /// Customers can buy.
    pub external: Given<Moment>,
    /// The external date first agreed.
    pub baseline: Given<Moment>,
}

/// A launch plan as it was written; nothing in it has been judged.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The launch's name.
    pub launch: Given<String>,
    /// What is launched.
    pub kind: Kind,
    /// Its size: 1 largest to 3 smallest.
    pub tier: u32,
    /// The product manager who runs it.
    pub owner: Given<String>,
    /// Its dates.
    pub dates: Dates,
    /// Answers to the policy's risk questions.
    pub risks: Named<Given<bool>>,
    /// What customers said.
    pub needs: Named<Need>,
    /// What each department says.
    pub stages: Named<Stage>,
    /// What they give each other.
    pub handoffs: Named<HandOff>,
    /// Who inside is told first.
    pub informed: Named<Audience>,
    /// What customers are told.
    pub promises: Named<Promise>,
    /// What is expected against what can be carried.
    pub loads: Named<Load>,
    /// What people are paid for.
    pub incentives: Named<Incentive>,
    /// What it is held to afterwards.
    pub goals: Named<Goal>,
    /// What somebody answers for.
    pub waivers: Named<Waiver>,
    /// Every placeholder in it.
    pub placeholders: Vec<Placeholder>,
    /// The fields they stand in.
    pub placeholder_fields: HashSet<Address>,
}

/// A plan with its source, and everything that is wrong with how it is written.
#[derive(Debug)]
pub struct PlanFile {
    /// The text.
    pub source: Source,
    /// The tree, which knows where everything stands.
    pub root: Node,
    /// What could be read.
    pub plan: Plan,
    /// Everything that is wrong with it.
    pub problems: Vec<Problem>,
    /// Whether reading stopped before the end, so that what is missing may only be unread.
    pub broken: bool,
}

/// What a plan holds.
pub static SHAPE: Shape = Shape {
    what: "a launch plan",
    doc: "A launch plan: what each department has done and signed, before customers hear.",
    fields: &[
        Field::new("launch", Holds::Text, "The launch's name.", "Invoice Assist 2.0").required(),
        Field::new(
            "kind",
            Holds::Choice(&[
                ("product", "Something that is made."),
                ("service", "Something that is done for somebody."),
            ]),
            "What is launched; it picks the built-in policy.",
            "",
        )
        .required(),
        Field::new("tier", Holds::Tier, "Its size: 1 is the largest, 3 the smallest. Without it: 1.", "1"),
        Field::new("owner", Holds::Person, "The product manager who runs the launch.", "priya@acme.example"),
        Field::new("dates", Holds::Map(&DATES), "The launch's own dates.", ""),
        Field::new(
            "risks",
            Holds::Flags,
            "Answers to the policy's risk questions, all of them: blank is not no.",
            "",
        ),
        Field::new(
            "needs",
            Holds::Named(&Holds::Map(&need::SHAPE)),
            "What customers said they need: the first stop.",
            "",
        ),
        Field::new(
            "stages",
            Holds::Named(&Holds::Map(&stage::SHAPE)),
            "What each department says. Work runs in parallel; each signs when those before it have signed.",
            "",
        ),
        Field::new(
            "handoffs",
            Holds::Named(&Holds::Map(&handoff::SHAPE)),
            "What the stages give each other: those of the policy, and your own.",
            "",
        ),
        Field::new(
            "informed",
            Holds::Named(&Holds::Map(&audience::SHAPE)),
            "Who inside hears of the launch before anyone outside does.",
            "",
        ),
        Field::new(
            "promises",
            Holds::Named(&Holds::Map(&promise::SHAPE)),
            "What customers are told, and who must keep it.",
            "",
        ),
        Field::new(
            "loads",
            Holds::Named(&Holds::Map(&load::SHAPE)),
            "What one side expects to bring, against what the other can carry.",
            "",
        ),
        Field::new(
            "incentives",
            Holds::Named(&Holds::Map(&incentive::SHAPE)),
            "What people are paid for, and what keeps it from hurting the customer.",
            "",
        ),
        Field::new(
            "goals",
            Holds::Named(&Holds::Map(&goal::SHAPE)),
            "What the launch is held to afterwards.",
            "",
        ),
        Field::new(
            "waivers",
            Holds::Named(&Holds::Map(&waiver::SHAPE)),
            "Findings that somebody answers for, until a day.",
            "",
        ),
    ],
};

static DATES: Shape = Shape {
    what: "dates",
    doc: "The launch's own dates.",
    fields: &[
        Field::new(
            "internal",
            Holds::Date,
            "The day our own people hear: strictly before the external date.",
            "2026-06-01",
        ),
        Field::new("external", Holds::Date, "The day customers can buy.", "2026-06-15"),
        Field::new("baseline", Holds::Date, "The external date first agreed.", "2026-06-08"),
    ],
};

impl PlanFile {
    /// Reads a plan. All of its problems are kept, and so is what could be read.
    pub fn read(source: Source) -> PlanFile {
        let document = yaml::parse(&source);
        let root = document.root.unwrap_or(Node { span: Span::default(), value: Value::Null });
        let mut problems = document.problems;
        let mut plan = Plan::default();
        if root.is_null() && !document.broken {
            problems.push(
                Problem::new(Span::default(), "an empty file, not a launch plan")
                    .help("`launch init` writes a plan to fill in"),
            );
        } else if !root.is_null() {
            let mut reader = Reader::default();
            if let Some(fields) = reader.open(&root, SHAPE.what, &SHAPE) {
                plan = Plan::of(&mut reader, &fields, document.broken);
            }
            plan.placeholders = std::mem::take(&mut reader.placeholders);
            plan.placeholder_fields = plan.placeholders.iter().map(|known| known.at.clone()).collect();
            problems.append(&mut reader.problems);
        }
        let broken = document.broken || !matches!(root.value, Value::Map(_));
        if let Some(first) = problems.first_mut().filter(|_| broken && is_sheet(source.name())) {
            first.help =
                Some(format!("`launch import {}` makes a plan of a spreadsheet", shell(source.name())));
        }
        PlanFile { source, root, plan, problems, broken }
    }

    /// Whether the stages or the hand-offs are not there, and a key is that nobody knows: it may be theirs.
    pub fn may_misname_a_part(&self) -> bool {
        let is_unknown = |entry: &Entry| SHAPE.field(&entry.key).is_none();
        let is_whole = ["stages", "handoffs"].iter().all(|part| self.root.entry(part).is_some());
        !is_whole && self.root.entries().iter().any(is_unknown)
    }
}

/// Whether a file is, by its name, what a spreadsheet exports.
fn is_sheet(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".csv", ".tsv"].iter().any(|ending| name.ends_with(ending))
}

impl Plan {
    fn of<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>, broken: bool) -> Plan {
        if !broken {
            required(reader, fields);
        }
        Plan {
            launch: reader.text(fields, "launch"),
            kind: reader.choice(fields, "kind", &KINDS).unwrap_or_default(),
            tier: reader.field(fields, "tier", tier).unwrap_or(1),
            owner: reader.person(fields, "owner"),
            dates: reader.field(fields, "dates", Dates::read).unwrap_or_default(),
            risks: risks(reader, fields),
            needs: reader.named(fields, "needs", "need", |reader, _, node| Need::read(reader, node)),
            stages: reader.named(fields, "stages", "stage", |reader, _, node| {
                present(node).and_then(|node| Stage::read(reader, node))
            }),
            handoffs: reader.named(fields, "handoffs", "hand-off", |reader, _, node| {
                present(node).and_then(|node| HandOff::read(reader, node))
            }),
            informed: reader
                .named(fields, "informed", "audience", |reader, _, node| Audience::read(reader, node)),
            promises: reader
                .named(fields, "promises", "promise", |reader, _, node| Promise::read(reader, node)),
            loads: reader.named(fields, "loads", "load", |reader, _, node| Load::read(reader, node)),
            incentives: reader
                .named(fields, "incentives", "incentive", |reader, _, node| Incentive::read(reader, node)),
            goals: reader.named(fields, "goals", "goal", |reader, _, node| Goal::read(reader, node)),
            waivers: reader.named(fields, "waivers", "waiver", |reader, _, node| Waiver::read(reader, node)),
            placeholders: Vec::new(),
            placeholder_fields: HashSet::new(),
        }
    }

    /// What the launch is called in a sentence.
    pub fn name(&self) -> &str {
        self.launch.text().unwrap_or("this launch")
    }
}

/// A stage or a hand-off that is named and left blank is not there; what is missing of it is a finding.
fn present(node: &Node) -> Option<&Node> {
    (!node.is_null()).then_some(node)
}

/// The keys without which a file is no plan.
fn required<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>) {
    let start = Span::new(fields.span.start(), fields.span.start());
    for Field { key, .. } in SHAPE.fields.iter().filter(|field| field.required) {
        if fields.get(key).is_none() {
            let help = match *key {
                "kind" => "write `kind: product` or `kind: service`",
                _ => "begin it with `launch: <its name>`",
            };
            let problem = Problem::new(start, format!("not a launch plan: it has no `{key}`"));
            reader.problem(problem.help(help));
        }
    }
}

const KINDS: [(&str, Kind); 2] = [("product", Kind::Product), ("service", Kind::Service)];

fn tier<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<u32> {
    match &node.value {
        Value::Number(text) if matches!(text.as_str(), "1" | "2" | "3") => text.parse().ok(),
        _ => {
            reader.expected(node, "a tier: 1, 2 or 3");
            None
        }
    }
}

fn risks<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>) -> Named<Given<bool>> {
    reader
        .field(fields, "risks", |reader, node| {
            let Value::Map(entries) = &node.value else {
                reader.expected(node, "a map with `true` or `false` for each risk question");
                return None;
            };
            let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            let fields = reader.known(node, "risks", &keys)?;
            let mut risks = Named::default();
            for key in keys {
                risks.push(key, reader.flag(&fields, key));
            }
            Some(risks)
        })
        .unwrap_or_default()
}

impl Dates {
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Dates> {
        let fields = reader.fields(node, &DATES)?;
        Some(Dates {
            internal: reader.date(&fields, "internal"),
            external: reader.date(&fields, "external"),
            baseline: reader.date(&fields, "baseline"),
        })
    }
}
