//! What each sign-off of a plan is worth, one by one: for those who have to prove it.

use serde_json::Value as Json;

use crate::digest::canonical;
use crate::facts::{Origin, Signature, Silenced};
use crate::plan::PlanFile;
use crate::plan::sign_off::{Decision, SignOff};
use crate::policy::AssuranceLevel;
use crate::rule::Ctx;
use crate::seal::statement;
use crate::standing::StageStanding;

/// The sign-offs of a plan.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The file.
    pub path: String,
    /// The launch's name.
    pub launch: String,
    /// The policy that was asked.
    pub policy: String,
    /// The digest of its texts.
    pub policy_digest: String,
    /// The sign-offs, customers first.
    pub sign_offs: Vec<Verified>,
    /// The required stages that have none.
    pub unsigned: Vec<String>,
    /// Every no of a required stage that counts on, and that somebody else took out.
    pub silenced: Vec<Silenced>,
}

/// A sign-off, and what it is worth.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The stage.
    pub stage: String,
    /// Its address.
    pub at: String,
    /// Who signed.
    pub by: Option<String>,
    /// When.
    pub date: Option<String>,
    /// What was said.
    pub verdict: &'static str,
    /// How far it can be trusted.
    pub level: AssuranceLevel,
    /// How far it has to be.
    pub minimum: AssuranceLevel,
    /// The digest in the plan.
    pub digest: Option<String>,
    /// The digest of what it covers as that stands now.
    pub computed: String,
    /// What its signature is worth.
    pub signature: Signature,
    /// The commit that brought it in.
    pub origin: Origin,
    /// What speaks against it.
    pub objection: Option<String>,
    /// The addresses of what it covers.
    pub covers: Vec<String>,
    /// What it covers, as the digest is taken of it.
    pub payload: String,
    /// The text that a signature of it is made over.
    pub statement: String,
    /// The signature itself.
    pub armored: Option<String>,
}

impl Verified {
    /// Whether what it covers is what was signed; none where it has no digest.
    pub fn is_intact(&self) -> Option<bool> {
        self.digest.as_ref().map(|digest| *digest == self.computed)
    }

    /// Whether it counts, and is trusted as far as the policy wants.
    pub fn holds(&self) -> bool {
        self.objection.is_none() && self.is_intact() != Some(false) && self.level >= self.minimum
    }
}

impl Verification {
    /// What the sign-offs of a plan that was judged are worth.
    pub fn of(ctx: &Ctx<'_>, file: &PlanFile) -> Verification {
        let needed = || ctx.standing.needed_stages();
        let of_stage = |stage| verified(ctx, file, stage);
        Verification {
            path: file.source.name().to_owned(),
            launch: ctx.plan.name().to_owned(),
            policy: ctx.policy.name.clone(),
            policy_digest: ctx.policy.digest.get().to_owned(),
            sign_offs: needed().flat_map(of_stage).collect(),
            unsigned: needed()
                .filter(|stage| stage.sign_offs().is_empty())
                .map(|stage| stage.id.to_owned())
                .collect(),
            silenced: needed().flat_map(|stage| silenced(ctx, stage)).collect(),
        }
    }

    /// Whether every sign-off that is there holds, and none is missing that counts on.
    pub fn holds(&self) -> bool {
        self.sign_offs.iter().all(Verified::holds) && self.silenced.is_empty()
    }
}

fn silenced(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Vec<Silenced> {
    let counts_on = |no: &&Silenced| no.stage == stage.id && stage.silenced.contains(&no.by);
    ctx.facts.silenced.iter().filter(counts_on).cloned().collect()
}

fn verified(ctx: &Ctx<'_>, file: &PlanFile, stage: &StageStanding<'_>) -> Vec<Verified> {
    let one = |sign_off: &SignOff| {
        let record = file.root.at(sign_off.at.as_str())?;
        let payload = stage.seal(file, ctx.policy).payload(record);
        let trust = ctx.facts.trust(&sign_off.at);
        let by = sign_off.by.text().map(str::to_owned);
        let launch = ctx.plan.launch.text().unwrap_or_default();
        let computed = stage.seal(file, ctx.policy).digest(record);
        let digest = sign_off.digest.clone();
        Some(Verified {
            stage: stage.id.to_owned(),
            at: sign_off.at.to_string(),
            level: trust.level(by.as_deref().unwrap_or_default()),
            minimum: ctx.policy.minimum(stage.id),
            by,
            date: sign_off.date.get().map(ToString::to_string),
            verdict: match sign_off.decision {
                Decision::Go => "go",
                Decision::Conditions => "conditions",
                Decision::NoGo => "no-go",
            },
            signature: trust.signature.clone(),
            origin: trust.origin.clone(),
            objection: objection(stage, sign_off),
            covers: covers(&payload, stage.id),
            statement: statement(launch, stage.id, record, digest.as_ref().unwrap_or(&computed)),
            payload: canonical(&payload),
            digest,
            computed,
            armored: sign_off.signature.clone(),
        })
    };
    stage.sign_offs().iter().filter_map(one).collect()
}

fn objection(stage: &StageStanding<'_>, sign_off: &SignOff) -> Option<String> {
    match stage.objection_to(sign_off) {
        Some(objection) => Some(objection.told()),
        None if !sign_off.missing().is_empty() => Some("it does not say who and when".to_owned()),
        None => None,
    }
}

/// The addresses that a payload covers: of a collection its things, of the rest the keys.
fn covers(payload: &Json, stage: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (section, value) in payload.as_object().into_iter().flatten() {
        match (section.as_str(), value.as_object()) {
            ("format" | "stage", _) => {}
            ("stages", Some(stages)) => found.extend(stages.keys().map(|id| match id == stage {
                true => format!("stages.{id}"),
                false => format!("stages.{id}.sign_off"),
            })),
            (_, Some(things)) => found.extend(things.keys().map(|id| format!("{section}.{id}"))),
            (_, None) => found.push(section.clone()),
        }
    }
    found
}
