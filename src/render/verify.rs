//! `launch verify`: each sign-off with what it is worth, for people and for other tools.

use serde::Serialize;

use crate::digest::short;
use crate::facts::{Commit, Origin, Signature, Silenced};
use crate::render::document::document;
use crate::render::table::{Column, Lines, table};
use crate::text::{self, count, fold, visible};
use crate::verification::{Verification, Verified};

const COLUMNS: [Column; 5] = [
    Column::word("Stage"),
    Column::text("Signed by, on"),
    Column::word("Level"),
    Column::word("Content"),
    Column::word("Signature"),
];

/// For people.
pub fn text(found: &Verification, width: usize) -> String {
    let failed = found.sign_offs.iter().filter(|one| !one.holds()).count();
    let head = match (found.sign_offs.len(), failed) {
        (0, _) => format!("{}: nobody has signed yet", found.launch),
        (all, 0) => format!("{}: {} checked, all hold", found.launch, count(all, "sign-off")),
        (all, 1) => format!("{}: 1 of {} does not hold", found.launch, count(all, "sign-off")),
        (all, failed) => format!("{}: {failed} of {} do not hold", found.launch, count(all, "sign-off")),
    };
    let head = match found.silenced.len() {
        0 => head,
        1 => format!("{head}; a no-go that was taken out counts on"),
        several => format!("{head}; {several} no-go that were taken out count on"),
    };
    let about = format!("{} · {} ({}…)", found.path, found.policy, short(&found.policy_digest));
    let mut out = format!("{}\n  {}\n", fold(&visible(&head), width, 2), fold(&visible(&about), width, 2));
    for one in found.sign_offs.iter().filter(|one| !one.holds()) {
        let line = format!("- {}, {}: {}", one.stage, signer(one), faults(one).join("; "));
        out.push_str(&format!("  {}\n", fold(&visible(&line), width.saturating_sub(2), 4)));
    }
    for no in &found.silenced {
        let line = format!("- {}: {}", no.stage, no.told());
        out.push_str(&format!("  {}\n", fold(&visible(&line), width.saturating_sub(2), 4)));
    }
    if !found.sign_offs.is_empty() {
        out.push('\n');
        out.push_str(&table(&COLUMNS, found.sign_offs.iter().map(row).collect(), width));
    }
    for one in &found.sign_offs {
        out.push_str(&details(one, width));
    }
    if !found.unsigned.is_empty() {
        let line = format!("Not signed: {}", text::list(&found.unsigned, "and"));
        out.push_str(&format!("\n{}\n", fold(&line, width, 2)));
    }
    out
}

fn signer(one: &Verified) -> &str {
    one.by.as_deref().unwrap_or("nobody")
}

/// Why a sign-off does not hold; nothing where it does.
fn faults(one: &Verified) -> Vec<String> {
    let objection = one.objection.clone();
    let is_changed = objection.is_none() && one.is_intact() == Some(false);
    let changed = is_changed.then(|| "what it covers has changed since".to_owned());
    objection.into_iter().chain(changed).chain(too_weak(one).map(|weak| format!("it is {weak}"))).collect()
}

fn too_weak(one: &Verified) -> Option<String> {
    (one.level < one.minimum).then(|| format!("{}, and has to be {}", one.level.word(), one.minimum.word()))
}

fn row(one: &Verified) -> Vec<Lines> {
    let content = match one.is_intact() {
        Some(true) => "as signed",
        Some(false) => "changed since",
        None => "not sealed",
    };
    let date = one.date.clone().unwrap_or_else(|| "no date".to_owned());
    let mark = if one.holds() { "" } else { "◀ does not hold" };
    vec![
        [one.stage.clone(), mark.to_owned()].into(),
        [signer(one).to_owned(), format!("{date}, {}", one.verdict)].into(),
        one.level.word().into(),
        content.into(),
        one.signature.word().replace('-', " ").into(),
    ]
}

/// Everything about one sign-off that the table has no room for.
fn details(one: &Verified, width: usize) -> String {
    let mut out = format!("\n{} ({})\n", visible(&one.stage), visible(signer(one)));
    let mut say = |name: &str, text: &str| {
        let line = fold(&visible(&format!("{name}: {text}")), width.saturating_sub(2), 4);
        out.push_str(&format!("  {line}\n"));
    };
    if let Some(objection) = &one.objection {
        say("does not count", objection);
    }
    if let Some(weak) = too_weak(one) {
        say("too weak", &weak);
    }
    say("digest", one.digest.as_deref().unwrap_or("none"));
    if one.is_intact() == Some(false) {
        say("now", &one.computed);
    }
    say("signature", &signature(&one.signature));
    say("commit", &origin(&one.origin));
    say("covers", &one.covers.join(", "));
    out
}

fn signature(signature: &Signature) -> String {
    match signature {
        Signature::None => "none".to_owned(),
        Signature::Good { key } => format!("good, made with {key}"),
        Signature::UnknownSigner { key } => format!("fits, but nobody is listed for {key}"),
        Signature::Bad(why) => format!("bad: it {why}"),
        Signature::NotChecked(why) => format!("not checked: {why}"),
    }
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Commit(commit) => told(commit),
        Origin::TakenBack { commit, .. } => format!("taken back in {}", told(commit)),
        Origin::Uncommitted | Origin::Supposed => "none has it yet".to_owned(),
        Origin::NotChecked(why) => format!("not checked: {why}"),
    }
}

fn told(commit: &Commit) -> String {
    let signed = if commit.is_signed { ", a signed commit" } else { "" };
    format!("{} of {} by {}{signed}", commit.id, commit.date, commit.author)
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    launch: &'a str,
    policy: &'a str,
    policy_digest: &'a str,
    holds: bool,
    sign_offs: Vec<WireSignOff<'a>>,
    unsigned: &'a [String],
    silenced: Vec<WireSilenced<'a>>,
}

#[derive(Serialize)]
struct WireSilenced<'a> {
    stage: &'a str,
    by: &'a str,
    commit: &'a str,
    date: String,
    why: String,
}

#[derive(Serialize)]
struct WireSignOff<'a> {
    stage: &'a str,
    at: &'a str,
    by: Option<&'a str>,
    date: Option<&'a str>,
    decision: &'static str,
    holds: bool,
    objection: Option<&'a str>,
    assurance: &'static str,
    minimum: &'static str,
    digest: Option<&'a str>,
    computed: &'a str,
    intact: Option<bool>,
    signature: WireSignature<'a>,
    origin: WireOrigin<'a>,
    covers: &'a [String],
}

#[derive(Serialize)]
struct WireSignature<'a> {
    outcome: &'static str,
    key: Option<&'a str>,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct WireOrigin<'a> {
    commit: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<String>,
    signed: Option<bool>,
    why: Option<&'a str>,
}

/// For other tools.
///
/// # Errors
/// Never in practice: every value is text, a truth value or a list of these.
pub fn json(found: &Verification) -> serde_json::Result<String> {
    let body = Document {
        path: &found.path,
        launch: &found.launch,
        policy: &found.policy,
        policy_digest: &found.policy_digest,
        holds: found.holds(),
        sign_offs: found.sign_offs.iter().map(one).collect(),
        unsigned: &found.unsigned,
        silenced: found.silenced.iter().map(silenced).collect(),
    };
    document(&body, 4096)
}

fn silenced(no: &Silenced) -> WireSilenced<'_> {
    WireSilenced {
        stage: &no.stage,
        by: &no.by,
        commit: &no.said.id,
        date: no.said.date.to_string(),
        why: no.told(),
    }
}

fn one(one: &Verified) -> WireSignOff<'_> {
    let (key, why) = match &one.signature {
        Signature::None => (None, None),
        Signature::Good { key } | Signature::UnknownSigner { key } => (Some(key.as_str()), None),
        Signature::Bad(why) | Signature::NotChecked(why) => (None, Some(why.as_str())),
    };
    let (commit, not_checked): (Option<&Commit>, Option<&str>) = match &one.origin {
        Origin::Commit(commit) => (Some(commit), None),
        Origin::TakenBack { commit, .. } => (Some(commit), Some("its signer took it back in this commit")),
        Origin::Uncommitted | Origin::Supposed => (None, None),
        Origin::NotChecked(why) => (None, Some(why)),
    };
    WireSignOff {
        stage: &one.stage,
        at: &one.at,
        by: one.by.as_deref(),
        date: one.date.as_deref(),
        decision: one.verdict,
        holds: one.holds(),
        objection: one.objection.as_deref(),
        assurance: one.level.word(),
        minimum: one.minimum.word(),
        digest: one.digest.as_deref(),
        computed: &one.computed,
        intact: one.is_intact(),
        signature: WireSignature { outcome: one.signature.word(), key, why },
        origin: WireOrigin {
            commit: commit.map(|commit| commit.id.as_str()),
            author: commit.map(|commit| commit.author.as_str()),
            date: commit.map(|commit| commit.date.to_string()),
            signed: commit.map(|commit| commit.is_signed),
            why: not_checked,
        },
        covers: &one.covers,
    }
}
