//! One policy file as it was written: every table optional, nothing inherited yet.

use jiff::civil::{Date, Weekday};

use crate::finding::Level;
use crate::moment::{self, Moment};
use crate::named::Named;
use crate::placeholder::is_placeholder;
use crate::policy::calendar::{Blackout, WEEKDAYS};
use crate::policy::people::{RawPerson, people};
use crate::policy::roster::Delegation;
use crate::policy::shapes;
use crate::policy::toml_tree;
use crate::policy::{AssuranceLevel, Capacity, Gate, KnownRule, Vocabulary};
use crate::read::{Fields, Given, Reader};
use crate::source::{self, Problem, Source};
use crate::span::{Span, Spanned};
use crate::topic;
use crate::tree::{Node, Value};

/// What a policy file says.
#[derive(Debug, Default)]
pub struct PolicyFile {
    pub(super) extends: Option<Spanned<String>>,
    pub(super) without: Vec<Spanned<String>>,
    pub(super) people: Option<Vec<RawPerson>>,
    pub(super) delegations: Vec<Spanned<Delegation>>,
    pub(super) weekend: Option<Vec<Weekday>>,
    pub(super) holidays: Vec<Date>,
    pub(super) blackouts: Vec<Blackout>,
    pub(super) no_launch_on: Option<Vec<Weekday>>,
    pub(super) risks: Named<String>,
    pub(super) stages: Named<RawStage>,
    pub(super) handoffs: Named<RawHandOff>,
    pub(super) capacities: Named<Capacity>,
    pub(super) rules: Vec<RuleSetting>,
    pub(super) assurance: RawAssurance,
}

/// A `[stages.<id>]` table.
#[derive(Debug, Default)]
pub(super) struct RawStage {
    pub(super) span: Span,
    pub(super) after: Option<Vec<Spanned<String>>>,
    pub(super) gate: Option<Gate>,
    pub(super) asks: Named<(RawAsk, Span)>,
    pub(super) tiers: Option<Vec<u32>>,
    pub(super) risks: Option<Vec<Spanned<String>>>,
    pub(super) signatures: Option<u32>,
    pub(super) lead: Option<u32>,
    pub(super) commits_to_dates: Option<bool>,
    pub(super) assurance: Option<AssuranceLevel>,
}

/// The `[assurance]` table.
#[derive(Debug, Default)]
pub(super) struct RawAssurance {
    pub(super) minimum: Option<AssuranceLevel>,
    pub(super) allowed_signers: Option<String>,
}

/// An ask: its question, and whether the answer has to be shown, each where it is said.
#[derive(Debug)]
pub(super) struct RawAsk {
    pub(super) question: Option<String>,
    pub(super) evidence: Option<bool>,
}

/// A `[handoffs.<id>]` table.
#[derive(Debug, Default)]
pub(super) struct RawHandOff {
    pub(super) span: Span,
    pub(super) from: Option<Spanned<String>>,
    pub(super) to: Option<Spanned<String>>,
    pub(super) what: Option<String>,
    pub(super) lead: Option<u32>,
    pub(super) tiers: Option<Vec<u32>>,
    pub(super) risks: Option<Vec<Spanned<String>>>,
}

/// What is said of one rule.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule.
    pub rule: &'static str,
    /// Its level, if it is said.
    pub level: Option<Level>,
    /// Its settings, by name.
    pub settings: Vec<(String, u32)>,
}

const LEVELS: [(&str, Level); 3] = [("error", Level::Error), ("warn", Level::Warn), ("off", Level::Off)];
const GATES: [(&str, Gate); 2] = [("internal", Gate::Internal), ("external", Gate::External)];
const ASSURANCE: [(&str, AssuranceLevel); 3] = [
    ("claimed", AssuranceLevel::Claimed),
    ("committed", AssuranceLevel::Committed),
    ("signed", AssuranceLevel::Signed),
];

impl PolicyFile {
    /// Reads a policy's text. `vocabulary` holds the rules that `[rules]` may name.
    pub fn read(source: &Source, vocabulary: &Vocabulary<'_>) -> (PolicyFile, Vec<Problem>) {
        let (root, mut problems) = toml_tree::parse(source);
        let mut reader = Reader::default();
        let file = match reader.fields(&root, &shapes::POLICY) {
            Some(fields) => read_file(&mut reader, &fields, vocabulary),
            None => PolicyFile::default(),
        };
        for placeholder in std::mem::take(&mut reader.placeholders) {
            let span = root.at(placeholder.at.as_str()).map_or(root.span, |node| node.span);
            reader.problem(Problem::new(span, format!("`{}` says nothing", placeholder.text)));
        }
        problems.append(&mut reader.problems);
        source::cap(&mut problems);
        (file, problems)
    }
}

fn read_file<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>, vocabulary: &Vocabulary<'_>) -> PolicyFile {
    let mut file = PolicyFile {
        extends: reader.name(fields, "extends"),
        without: reader.list(fields, "without", "addresses", Reader::words),
        people: reader.field(fields, "people", people),
        delegations: reader.list(fields, "delegations", "delegations", delegation),
        risks: reader.named(fields, "risks", "risk", |reader, _, node| question(reader, node)),
        stages: reader.named(fields, "stages", "stage", |reader, _, node| RawStage::read(reader, node)),
        handoffs: reader
            .named(fields, "handoffs", "hand-off", |reader, _, node| RawHandOff::read(reader, node)),
        capacities: reader.named(fields, "capacity", "capacity", |reader, _, node| capacity(reader, node)),
        rules: reader
            .field(fields, "rules", |reader, node| rules(reader, node, vocabulary))
            .unwrap_or_default(),
        assurance: reader.field(fields, "assurance", assurance).unwrap_or_default(),
        ..PolicyFile::default()
    };
    if file.delegations.len() > MOST_DELEGATIONS {
        reader.problem(Problem::new(fields.span, format!("more than {MOST_DELEGATIONS} delegations")));
        file.delegations.clear();
    }
    reader.field(fields, "calendar", |reader, node| calendar(reader, node, &mut file));
    file
}

fn calendar<'n>(reader: &mut Reader<'n>, node: &'n Node, file: &mut PolicyFile) -> Option<()> {
    let fields = reader.fields(node, &shapes::CALENDAR)?;
    let weekdays =
        |reader: &mut Reader<'n>, key: &str| {
            fields.get(key)?;
            Some(reader.list(&fields, key, "days", |reader, node| {
                reader.choice_of(node, "day of the week", &WEEKDAYS)
            }))
        };
    file.weekend = weekdays(reader, "weekend");
    file.no_launch_on = weekdays(reader, "no_launch_on");
    if WEEKDAYS.iter().all(|(_, day)| file.weekend.as_ref().is_some_and(|weekend| weekend.contains(day))) {
        reader.problem(Problem::new(node.span, "a calendar whose week is all weekend has no working day"));
        file.weekend = None;
    }
    file.holidays = reader.list(&fields, "holidays", "dates", |reader, node| date_of(reader, node));
    file.blackouts = reader.list(&fields, "blackouts", "blackouts", |reader, node| {
        let fields = reader.fields(node, &shapes::BLACKOUT)?;
        let (from, until) = period(reader, &fields, node, ["from", "until"])?;
        Some(Blackout {
            from,
            until,
            why: reader.note(&fields, "why").unwrap_or_else(|| "no reason given".to_owned()),
        })
    });
    Some(())
}

fn date_of<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Date> {
    let words = reader.words(node)?;
    match moment::parse(&words.value) {
        Ok(moment) => whole_day(reader, node.span, moment),
        Err(reason) => {
            reader.problem(Problem::new(node.span, format!("`{}` {reason}", words.value)));
            None
        }
    }
}

/// Two dates that are both needed, the first not after the second.
fn period<'n>(
    reader: &mut Reader<'n>,
    fields: &Fields<'n>,
    node: &Node,
    keys: [&str; 2],
) -> Option<(Date, Date)> {
    let [first, last] = keys.map(|key| day(reader, fields, key));
    let (first, last) = (first?, last?);
    if first > last {
        reader
            .problem(Problem::new(node.span, format!("`{}` {first} is after `{}` {last}", keys[0], keys[1])));
        return None;
    }
    Some((first, last))
}

/// A day under a key. A policy goes by days: a time of day would not hold.
pub(super) fn day<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>, key: &str) -> Option<Date> {
    let moment = reader.date(fields, key).get().copied()?;
    let span = fields.get(key)?.span;
    whole_day(reader, span, moment)
}

/// What somebody has to answer: words, and not what only holds their place.
fn question<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<String> {
    let words = reader.words(node)?;
    if is_placeholder(&words.value) {
        let problem = Problem::new(node.span, format!("`{}` is no question", words.value.trim()));
        reader.problem(problem.help("write what has to be answered before the launch"));
        return None;
    }
    Some(words.value)
}

fn whole_day(reader: &mut Reader<'_>, span: Span, moment: Moment) -> Option<Date> {
    if moment.instant.is_some() {
        let problem = Problem::new(span, format!("`{moment}` is a time of day: policies go by whole days"));
        reader.problem(problem.help(format!("write `{}`", moment.date)));
        return None;
    }
    Some(moment.date)
}

/// How many delegations a policy may have.
const MOST_DELEGATIONS: usize = 200;

fn delegation<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Spanned<Delegation>> {
    let fields = reader.fields(node, &shapes::DELEGATION)?;
    let (from, to) = (reader.note(&fields, "from"), reader.note(&fields, "to"));
    let _reason = reader.note(&fields, "reason");
    let (start, until) = period(reader, &fields, node, ["start", "until"])?;
    Some(Spanned { value: Delegation { from: from?, to: to?, start, until }, span: node.span })
}

fn capacity<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Capacity> {
    let fields = reader.fields(node, &shapes::CAPACITY)?;
    let of = reader.name(&fields, "of");
    let limit = reader.quantity(&fields, "limit").get().cloned();
    if limit.as_ref().is_some_and(|limit| limit.as_date_end().is_some()) {
        reader.problem(Problem::new(node.span, "a capacity is an amount, not a date"));
        return None;
    }
    Some(Capacity { of: of?, limit: limit?, defined_in: None })
}

fn assurance<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<RawAssurance> {
    let fields = reader.fields(node, &shapes::ASSURANCE)?;
    Some(RawAssurance {
        minimum: reader.choice(&fields, "minimum", &ASSURANCE),
        allowed_signers: reader.note(&fields, "allowed_signers"),
    })
}

fn rules<'n>(
    reader: &mut Reader<'n>,
    node: &'n Node,
    vocabulary: &Vocabulary<'_>,
) -> Option<Vec<RuleSetting>> {
    let Value::Map(entries) = &node.value else {
        reader.expected(node, "a table of rules with their levels");
        return None;
    };
    let mut settings = Vec::new();
    for entry in entries {
        if let Some(topic) = topic::find(&entry.key) {
            reader.problem(Problem::new(entry.key_span, topic.is_no_rule()).help(topic.more()));
            continue;
        }
        let Some(known) = vocabulary.rules.iter().find(|rule| rule.id == entry.key) else {
            let ids = vocabulary.rules.iter().map(|rule| rule.id);
            reader.unknown(&entry.key, entry.key_span, "rule", ids);
            continue;
        };
        settings.push(rule_setting(reader, known, &entry.node)?);
    }
    Some(settings)
}

fn rule_setting<'n>(reader: &mut Reader<'n>, rule: &KnownRule, node: &'n Node) -> Option<RuleSetting> {
    let mut setting = RuleSetting { rule: rule.id, level: None, settings: Vec::new() };
    if !matches!(node.value, Value::Map(_)) {
        setting.level = reader.choice_of(node, "level", &LEVELS);
        return Some(setting);
    }
    let keys: Vec<&str> = ["level"].into_iter().chain(rule.settings.iter().copied()).collect();
    let fields = reader.known(node, &format!("the settings of `{}`", rule.id), &keys)?;
    setting.level = reader.choice(&fields, "level", &LEVELS);
    for key in &rule.settings {
        if let Given::Value(value) = reader.whole(&fields, key) {
            setting.settings.push(((*key).to_owned(), value));
        }
    }
    Some(setting)
}

fn lead<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>) -> Option<u32> {
    let lead = *reader.whole(fields, "lead").get()?;
    if lead > shapes::LONGEST_LEAD {
        reader.problem(Problem::new(fields.span, format!("a lead of {lead} working days is out of reach")));
        return None;
    }
    Some(lead)
}

fn tiers<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>) -> Option<Vec<u32>> {
    const TIERS: [(&str, u32); 3] = [("1", 1), ("2", 2), ("3", 3)];
    fields.get("tiers")?;
    Some(reader.list(fields, "tiers", "tiers", |reader, node| match &node.value {
        Value::Number(text) if TIERS.iter().any(|(word, _)| word == text) => text.parse().ok(),
        _ => {
            reader.expected(node, "a tier: 1, 2 or 3");
            None
        }
    }))
}

fn ids<'n>(reader: &mut Reader<'n>, fields: &Fields<'n>, key: &str) -> Option<Vec<Spanned<String>>> {
    fields.get(key)?;
    Some(reader.list(fields, key, "ids", Reader::words))
}

impl RawStage {
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<RawStage> {
        let fields = reader.fields(node, &shapes::STAGE)?;
        let commits_to_dates = reader.flag(&fields, "commits_to_dates");
        let signatures = reader.whole(&fields, "signatures").get().copied();
        if signatures == Some(0) {
            reader.problem(Problem::new(node.span, "a stage needs at least one signature"));
        }
        if signatures.is_some_and(|number| number > shapes::MOST_SIGNATURES) {
            let message = format!("a stage has at most {} signatures", shapes::MOST_SIGNATURES);
            reader.problem(Problem::new(node.span, message));
        }
        Some(RawStage {
            span: node.span,
            after: ids(reader, &fields, "after"),
            gate: reader.choice(&fields, "gate", &GATES),
            asks: reader.named(&fields, "asks", "ask", |reader, _, node| {
                Some((RawAsk::read(reader, node)?, node.span))
            }),
            tiers: tiers(reader, &fields),
            risks: ids(reader, &fields, "risks"),
            signatures: signatures.filter(|number| *number > 0),
            lead: lead(reader, &fields),
            commits_to_dates: commits_to_dates.get().copied(),
            assurance: reader.choice(&fields, "assurance", &ASSURANCE),
        })
    }
}

impl RawAsk {
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<RawAsk> {
        if !matches!(node.value, Value::Map(_)) {
            return Some(RawAsk { question: Some(question(reader, node)?), evidence: None });
        }
        let fields = reader.fields(node, &shapes::ASK)?;
        let question = fields.get("question").and_then(|node| question(reader, node));
        Some(RawAsk { question, evidence: reader.flag(&fields, "evidence").get().copied() })
    }
}

impl RawHandOff {
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<RawHandOff> {
        let fields = reader.fields(node, &shapes::HANDOFF)?;
        Some(RawHandOff {
            span: node.span,
            from: reader.name(&fields, "from"),
            to: reader.name(&fields, "to"),
            what: reader.note(&fields, "what"),
            lead: lead(reader, &fields),
            tiers: tiers(reader, &fields),
            risks: ids(reader, &fields, "risks"),
        })
    }
}
