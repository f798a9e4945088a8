//! The tables behind page one.

use std::borrow::Cow;

use crate::brief::{AnswerRow, Answered, Brief, EvidenceRow, Fit, LoadRow, NeedRow, PromiseRow};
use crate::facts::{Origin, Signature};
use crate::render::brief::page::first::late;
use crate::render::brief::page::{Block, Section, Table, cell, dash, is_weakest, or_dash};
use crate::report::{HandOffRow, PlanReport, StageRow};
use crate::standing::StageState;
use crate::text::{count, list};
use crate::verification::Verified;

type Row = Vec<Vec<String>>;

pub(super) fn table(caption: impl Into<String>, columns: Vec<&'static str>, rows: Vec<Row>) -> Table {
    Table { caption: caption.into(), columns, rows }
}

/// A section of one table; none without rows.
fn section(
    id: &'static str,
    title: &str,
    caption: impl Into<String>,
    columns: &[&'static str],
    rows: Vec<Row>,
) -> Option<Section> {
    let blocks = vec![Block::Table(table(caption, columns.to_vec(), rows))];
    let is_empty = matches!(blocks.as_slice(), [Block::Table(table)] if table.rows.is_empty());
    (!is_empty).then(|| Section::new(id, title, blocks))
}

pub(super) fn stages(brief: &Brief) -> Option<Section> {
    let plan = &brief.reading.report;
    let rows = plan.stages.iter().map(|stage| stage_row(brief, plan, stage)).collect();
    let columns = ["Stage", "State", "Comes after", "Owner", "Signed by", "Due", "Met"];
    section("stages", "Stages", "Every stage, customers first", &columns, rows)
}

fn stage_row(brief: &Brief, plan: &PlanReport, stage: &StageRow) -> Row {
    let after = brief.order.iter().find(|turn| turn.stage == stage.id);
    let after = after.map(|turn| list(&turn.after, "and")).filter(|after| !after.is_empty());
    let met = match (stage.state, stage.of) {
        (StageState::NotNeeded, _) | (_, 0) => cell(dash()),
        (_, of) if is_weakest(plan, &stage.id) => {
            vec![format!("{} of {of}", stage.met), "weakest link".to_owned()]
        }
        (_, of) => cell(format!("{} of {of}", stage.met)),
    };
    vec![
        vec![stage.id.clone(), format!("{} gate", stage.gate.word())],
        cell(stage.state.word()),
        cell(after.unwrap_or_else(dash)),
        cell(or_dash(stage.owner.as_ref())),
        [stage.by().map(Cow::into_owned), stage.date.map(|date| date.to_string())]
            .into_iter()
            .flatten()
            .collect(),
        cell(or_dash(stage.due.as_ref())),
        met,
    ]
}

pub(super) fn answers(brief: &Brief) -> Option<Section> {
    let row = |one: &AnswerRow| {
        let (state, shown) = match &one.answer {
            Answered::Open => ("open", dash()),
            Answered::Claimed => ("done", "nothing shows it".to_owned()),
            Answered::Proven(shown) => ("done", shown.clone()),
            Answered::NotNeeded(why) => ("not needed", why.clone()),
        };
        let ask = [Some(one.ask.clone()), one.question.clone()];
        vec![cell(one.stage.clone()), ask.into_iter().flatten().collect(), cell(state), cell(shown)]
    };
    let rows = brief.answers.iter().map(row).collect();
    let columns = ["Stage", "Asked", "Answer", "Shown by, or why not"];
    section(
        "answers",
        "What the stages answered",
        "The answers to what is asked of each stage",
        &columns,
        rows,
    )
}

pub(super) fn handoffs(brief: &Brief) -> Option<Section> {
    let row = |one: &HandOffRow| {
        vec![
            vec![one.id.clone(), one.what.clone()],
            cell(format!("{} → {}", one.from, one.to)),
            cell(one.state.word()),
            cell(or_dash(one.due.as_ref())),
            cell(late(one.days_late)),
            cell(or_dash(one.turn.as_ref())),
        ]
    };
    let rows = brief.reading.report.handoffs.iter().map(row).collect();
    let columns = ["Hand-off", "From → to", "State", "Due", "Days late", "Turn of"];
    section("handoffs", "Hand-offs", "Every hand-off; late in working days", &columns, rows)
}

/// How two quantities fit, in words.
fn fit(fit: &Fit) -> Vec<String> {
    match fit {
        Fit::Within(None) => cell("fits"),
        Fit::Within(Some(slack)) => vec!["fits".to_owned(), slack.clone()],
        Fit::Outside(gap) => vec!["does not fit".to_owned(), gap.clone()],
        Fit::Unknown(why) => vec!["not known".to_owned(), why.clone()],
    }
}

fn between(from: Option<&String>, to: Option<&String>) -> String {
    format!("{} → {}", or_dash(from), or_dash(to))
}

pub(super) fn promises(brief: &Brief) -> Option<Section> {
    let row = |one: &PromiseRow| {
        let future = one.future.then(|| "sold before it is built".to_owned());
        let seen = (!one.seen_in.is_empty()).then(|| format!("seen in {}", list(&one.seen_in, "and")));
        let said = [Some(one.id.clone()), one.claim.clone(), seen, future];
        vec![
            said.into_iter().flatten().collect(),
            cell(between(one.made_by.as_ref(), one.kept_by.as_ref())),
            cell(or_dash(one.promised.as_ref())),
            cell(or_dash(one.committed.as_ref())),
            fit(&one.fit),
            cell(or_dash(one.accepted.as_ref())),
        ]
    };
    let rows = brief.promises.iter().map(row).collect();
    let columns = ["Promise", "Made by → kept by", "Promised", "Committed", "Fit", "Accepted"];
    section(
        "promises",
        "Promises",
        "What customers are told, and what the keeper stands behind",
        &columns,
        rows,
    )
}

pub(super) fn loads(brief: &Brief) -> Option<Section> {
    let row = |one: &LoadRow| {
        let together = one.together.as_ref().map(|names| format!("{names} together"));
        let draws = one.draws_on.as_ref().map(|id| format!("draws on {id}"));
        let said = [Some(one.id.clone()), draws];
        vec![
            said.into_iter().flatten().collect(),
            cell(between(one.from.as_ref(), one.to.as_ref())),
            cell(or_dash(one.forecast.as_ref())),
            cell(or_dash(one.capacity.as_ref())),
            fit(&one.fit).into_iter().chain(together).collect(),
            cell(or_dash(one.accepted.as_ref())),
        ]
    };
    let rows = brief.loads.iter().map(row).collect();
    let columns = ["Load", "From → to", "Expected", "Can be carried", "Fit", "Accepted"];
    let caption =
        "What is expected, and what can be carried; the loads of this launch on one capacity together";
    section("loads", "Loads", caption, &columns, rows)
}

pub(super) fn needs(brief: &Brief) -> Option<Section> {
    let row = |one: &NeedRow| {
        let evidence: Vec<String> = one.evidence.iter().flat_map(evidence).collect();
        let declined = one.declined.as_ref().map(|why| format!("declined: {why}"));
        vec![
            [Some(one.id.clone()), one.need.clone()].into_iter().flatten().collect(),
            if evidence.is_empty() { cell("nothing shows it") } else { evidence },
            cell(one.answer.clone().or(declined).unwrap_or_else(|| "not answered".to_owned())),
        ]
    };
    let rows = brief.needs.iter().map(row).collect();
    let columns = ["Need", "Customers who said so", "What the product does"];
    section("customers", "What customers said", "Needs with their evidence", &columns, rows)
}

fn evidence(one: &EvidenceRow) -> Vec<String> {
    let number = one.count.map(|number| count(number as usize, "customer"));
    let date = one.date.map(|date| date.to_string());
    let parts: Vec<String> = [one.from.clone(), number, date].into_iter().flatten().collect();
    let weak = if one.proves { "" } else { " (proves nothing yet)" };
    let first = format!("{}{weak}", if parts.is_empty() { dash() } else { parts.join(", ") });
    [Some(first), one.link.clone()].into_iter().flatten().collect()
}

pub(super) fn informed(brief: &Brief) -> Option<Section> {
    let rows = brief.informed.iter().map(|one| {
        vec![
            [Some(one.id.clone()), one.who.clone()].into_iter().flatten().collect(),
            cell(or_dash(one.date.as_ref())),
            cell(or_dash(one.how.as_ref())),
            cell(one.done.clone().unwrap_or_else(|| "not done yet".to_owned())),
        ]
    });
    let columns = ["Audience", "When", "How", "Done"];
    section("informed", "Who hears of it inside", "Before customers do", &columns, rows.collect())
}

pub(super) fn sign_offs(brief: &Brief) -> Option<Section> {
    let found = &brief.sign_offs;
    let mut rows: Vec<Row> = found.sign_offs.iter().map(sign_off).collect();
    let missing = |stage: &String| {
        let none = ["nobody", "—", "—", "—"];
        [cell(stage.clone())].into_iter().chain(none.map(cell)).collect()
    };
    rows.extend(found.unsigned.iter().map(missing));
    let columns = ["Stage", "Signed by", "Assurance", "What it covers", "Commit and key"];
    let caption = "claimed: a typed name; committed: the signer's own commit; signed: the signer's key";
    section("sign-offs", "What each sign-off is worth", caption, &columns, rows).map(Section::of_git)
}

fn sign_off(one: &Verified) -> Row {
    let covers = match one.is_intact() {
        Some(true) => "as it was signed",
        Some(false) => "changed since it was signed",
        None => "not sealed",
    };
    let weak = (one.level < one.minimum).then(|| format!("has to be {}", one.minimum.word()));
    let objection = one.objection.as_ref().map(|why| format!("does not count: {why}"));
    let by = format!("{}, {}", or_dash(one.by.as_ref()), one.verdict);
    vec![
        cell(one.stage.clone()),
        [Some(by), one.date.clone(), objection].into_iter().flatten().collect(),
        [Some(one.level.word().to_owned()), weak].into_iter().flatten().collect(),
        cell(covers),
        vec![origin(&one.origin), signature(&one.signature)],
    ]
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Commit(commit) => format!("{} of {} by {}", commit.id, commit.date.date, commit.author),
        Origin::TakenBack { commit, .. } => format!("taken back in {} of {}", commit.id, commit.date.date),
        Origin::Uncommitted | Origin::Supposed => "not committed".to_owned(),
        Origin::NotChecked(why) => format!("commit not checked: {why}"),
    }
}

fn signature(signature: &Signature) -> String {
    match signature {
        Signature::None => "no key".to_owned(),
        Signature::Good { key } => format!("good, made with {key}"),
        Signature::UnknownSigner { key } => format!("fits, but nobody is listed for {key}"),
        Signature::Bad(why) => format!("bad: it {why}"),
        Signature::NotChecked(why) => format!("key not checked: {why}"),
    }
}
