//! The plan that `launch init` writes: everything a policy asks for, to be filled in, with what is
//! already known of the launch.
//!
//! What stands in `<…>` is a placeholder, so a fresh plan opens no gate, and its first check lists
//! what is to be done.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::plan::Kind;
use crate::policy::{HandOffPolicy, Policy, StagePolicy};
use crate::text::{shell, visible};
use crate::yaml;

/// What is already known of a launch, as YAML: values on one line, and whole lines with their ends.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Lines of comment at the beginning.
    pub head: String,
    /// The launch's name.
    pub launch: Option<String>,
    /// What is known of each stage.
    pub stages: BTreeMap<String, KnownStage>,
    /// Lines of the policy's hand-offs, below what is handed over.
    pub handoffs: BTreeMap<String, String>,
    /// Lines of hand-offs that the policy does not have.
    pub more_handoffs: String,
    /// Lines of comment at the end.
    pub foot: String,
}

/// What is already known of a stage.
#[derive(Clone, Debug, Default)]
pub struct KnownStage {
    /// Who answers for it.
    pub owner: Option<String>,
    /// Lines in place of the policy's asks.
    pub asks: BTreeMap<String, String>,
    /// Lines of asks that the policy does not have.
    pub more_asks: String,
    /// Lines of comment where it is signed.
    pub sign_off: String,
}

/// A plan for this policy. `path` is named in the comment that says what to run.
pub fn plan(policy: &Policy, kind: Kind, path: &str, known: &Known) -> String {
    let mut out = format!(
        "\
# A launch plan. Replace what stands in <…>: it counts as missing until then.
# Ask, send and sign as you go, and see what is left and whose turn it is:
#   launch check {path}
{head}
launch: {launch}
kind: {kind}                      # product or service
tier: 1                            # 1 largest … 3 smallest
owner: <e-mail of the product manager who runs it>

dates:
  internal: <day our own people hear>      # such as 2026-06-01; strictly before the external date
  external: <day customers can buy>        # such as 2026-06-15
  # baseline: 2026-06-08                   # the external date first agreed
",
        path = visible(&shell(path)),
        head = known.head,
        launch = known.launch.as_deref().unwrap_or("<name of the launch>"),
        kind = kind.word(),
    );
    risks(&mut out, policy);
    out.push_str(NEEDS);
    out.push_str(
        "\n# Customers first. Work in parallel; each signs when those before it have signed.\nstages:\n",
    );
    for (id, stage) in policy.stages.iter().filter(|(_, stage)| !stage.removed) {
        write_stage(&mut out, id, stage, known.stages.get(id).unwrap_or(&KnownStage::default()));
    }
    out.push_str(HANDOFFS);
    for (id, handoff) in policy.handoffs.iter().filter(|(_, handoff)| is_there(policy, handoff)) {
        write_handoff(&mut out, id, handoff);
        out.push_str(known.handoffs.get(id).map_or("", String::as_str));
    }
    out.push_str(&known.more_handoffs);
    out.push_str(INFORMED);
    examples(&mut out, policy);
    out.push_str(&known.foot);
    out
}

/// Whether a hand-off is one of the policy's, with both of its ends.
pub fn is_there(policy: &Policy, handoff: &HandOffPolicy) -> bool {
    let there = |id: &str| policy.stages.get(id).is_some_and(|stage| !stage.removed);
    !handoff.removed && there(&handoff.from) && there(&handoff.to)
}

fn risks(out: &mut String, policy: &Policy) {
    if policy.risks.is_empty() {
        return;
    }
    out.push_str("\n# Answer every question with true or false; blank is not no.\nrisks:\n");
    for (id, question) in policy.risks.iter() {
        let _ = writeln!(out, "  {}: <true or false>      # {}", yaml::scalar(id), visible(question));
    }
}

fn write_stage(out: &mut String, id: &str, stage: &StagePolicy, known: &KnownStage) {
    let _ =
        writeln!(out, "  {}:{}", yaml::scalar(id), only_for(stage.tiers.as_deref(), stage.risks.as_deref()));
    let nobody = format!("<e-mail of who answers for {id}>");
    let _ = writeln!(out, "    owner: {}", known.owner.as_ref().unwrap_or(&nobody));
    let _ = writeln!(out, "    impact: <what the customer feels of {id}>");
    if !stage.asks.is_empty() || !known.more_asks.is_empty() {
        out.push_str("    asks:\n");
    }
    for (ask, asked) in stage.asks.iter() {
        if let Some(answered) = known.asks.get(ask) {
            out.push_str(answered);
            continue;
        }
        let proof = if asked.evidence { " Wants {done: <what shows it>}." } else { "" };
        let _ = writeln!(out, "      {}: open      # {}{proof}", yaml::scalar(ask), visible(&asked.question));
    }
    out.push_str(&known.more_asks);
    out.push_str(&known.sign_off);
    match stage.signatures {
        1 => out.push_str("    # sign_off: {by: <e-mail>, date: 2026-05-20}\n"),
        more => {
            let _ = writeln!(out, "    # sign_off:      # {more} different people");
            out.push_str("    #   - {by: <e-mail>, date: 2026-05-20}\n");
        }
    }
}

/// A comment that says when a stage or a hand-off is required, unless it always is.
fn only_for(tiers: Option<&[u32]>, risks: Option<&[String]>) -> String {
    let tiers = tiers.map(|tiers| {
        let tiers: Vec<String> = tiers.iter().map(u32::to_string).collect();
        format!("tier {}", tiers.join(" or "))
    });
    let risks = risks.map(|risks| format!("the risk {}", risks.join(" or ")));
    let parts: Vec<String> = [tiers, risks].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("      # only with {}", parts.join(" and ")) }
}

fn write_handoff(out: &mut String, id: &str, handoff: &HandOffPolicy) {
    let only = only_for(handoff.tiers.as_deref(), handoff.risks.as_deref());
    let _ = writeln!(
        out,
        "  {}:      # {} → {}{}",
        yaml::scalar(id),
        handoff.from,
        handoff.to,
        only.trim_start().replacen("# ", ", ", 1)
    );
    let _ = writeln!(out, "    what: {}", yaml::scalar(&handoff.what));
}

const NEEDS: &str = "
# The first stop: what customers said, who said it, and what product does about it.
needs:
  first-need:
    need: <what customers need, in their words>
    evidence:
      - from: <interviews, feedback, churn or conversions>
        count: <how many customers>
        date: <when they were asked>
        link: <where it can be read>
    answer: <what the product does about it>      # or, instead: declined: <why not>
";

const HANDOFFS: &str = "
# What each stage gives another. Under each:
#   due: 2026-05-08                                   # to be accepted by
#   sent: {by: <e-mail>, date: 2026-05-06, link: docs/limits.md}
#   accepted: {by: <e-mail>, date: 2026-05-07}          # or returned: {by: <e-mail>, date: 2026-05-07, why: …}
handoffs:
";

const INFORMED: &str = "
# Who inside hears before anyone outside does.
informed:
  first-audience:
    who: <who hears first, such as field sales and support>
    date: <when they are told>
    how: <all-hands, training, letter>
    # done: notes/all-hands.md                        # what shows that they were told
";

/// Promises, loads, incentives, goals and waivers, of stages that the policy has.
fn examples(out: &mut String, policy: &Policy) {
    let maker = example(policy, "sales", End::Last);
    let keeper = example(policy, "operations", End::First);
    let server = example(policy, "customer-service", End::First);
    let teller = example(policy, "marketing", End::Last);
    let _ = write!(
        out,
        "
# What customers are told, and who must keep it.
promises:
  first-promise:
    claim: <what customers are told, in those words>
    made_by: {maker}
    kept_by: {keeper}
    promised: <such as at most 5 working days>
    committed: <what {keeper} can stand behind, such as at most 4 working days>
    # accepted: {{by: <e-mail of {keeper}>, date: 2026-05-06}}

# What one side expects to bring, against what the other can carry.
# loads:
#   new-customers:
#     from: {maker}
#     to: {keeper}
#     forecast: 200 to 300 customers/month
#     capacity: at most 300 customers/month
#     accepted: {{by: <e-mail of {keeper}>, date: 2026-05-06}}

# What people are paid for, and what keeps it from hurting the customer.
# incentives:
#   commission:
#     for: {maker}
#     scheme: 10 % of first-year revenue
#     safeguard: Clawed back when the customer leaves within 90 days
#     accepted: {{by: <e-mail of {server}>, date: 2026-05-07}}

# What the launch is held to afterwards.
# goals:
#   activation: {{stage: {teller}, measure: trial sign-ups, target: at least 500, by: 2026-07-15}}

# A visible, expiring way out, by somebody who may waive.
# waivers:
#   kit-later: {{rule: missing-handoff, at: handoffs.message-kit, why: …, by: <e-mail>, date: 2026-06-01, until: 2026-06-30}}
"
    );
}

/// Where in the order of stages an example is from: customers first, those who speak to them last.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// The stage of an example: the one that is meant, or else one of the policy's own.
fn example(policy: &Policy, meant: &str, end: End) -> String {
    let mut there = policy.stages.iter().filter(|(_, stage)| !stage.removed).map(|(id, _)| id);
    let own = match end {
        _ if there.clone().any(|id| id == meant) => Some(meant),
        End::First => there.next(),
        End::Last => there.next_back(),
    };
    own.map_or_else(|| "<stage>".to_owned(), yaml::scalar)
}
