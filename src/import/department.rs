//! Departments as spreadsheets call them, and the stages that a policy has for them.

use crate::import::Fault;
use crate::import::words::plain;
use crate::policy::Policy;
use crate::text;

/// What a cell says about a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A stage of the policy.
    Stage(String),
    /// Several departments, of which one would have to be picked; those of them that are stages.
    Several(Vec<String>),
    /// A department that is known, and that the policy has no stage for.
    Missing(String),
    /// Anything else, with the stage that was perhaps meant.
    Unknown(Option<String>),
}

/// The words for each department, and the stages that it can be: the first that the policy has.
const KNOWN: [(&[&str], &str); 13] = [
    (
        &["customer"],
        "customer, customers, customer research, customer insight, customer insights, insights, \
         research, market research, user research, ux research, voice of the customer, discovery",
    ),
    (
        &["product"],
        "product, products, pm, product management, product manager, product owner, product \
         development, development, engineering, engineers, dev, r and d, research and development, \
         software, design, ux, qa, quality, quality assurance",
    ),
    (
        &["operations"],
        "operations, operation, ops, delivery, service delivery, logistics, supply chain, \
         fulfilment, fulfillment, production, manufacturing, warehouse, implementation, \
         professional services, procurement",
    ),
    (
        &["finance"],
        "finance, finances, fin, accounting, accounts, billing, controlling, treasury, fp and a, \
         finance and accounting, pricing, cfo",
    ),
    (
        &["customer-service"],
        "customer service, customer services, customer support, support, cs, customer success, \
         customer care, care, cx, customer experience, help desk, helpdesk, service desk, contact \
         centre, contact center, call centre, call center, technical support",
    ),
    (
        &["marketing"],
        "marketing, mktg, mkt, product marketing, pmm, growth marketing, brand, content, \
         communication, communications, comms, marcom, marketing communications, pr, public \
         relations, marketing and communications, demand generation, demand gen, cmo",
    ),
    (
        &["sales"],
        "sales, sale, selling, field sales, inside sales, commercial, account management, business \
         development, biz dev, bd, sales enablement, enablement",
    ),
    (
        &["leadership"],
        "leadership, management, executive, executives, exec, execs, executive team, leadership \
         team, senior leadership, senior management, slt, elt, c suite, ceo, coo, board, steering \
         committee, steerco",
    ),
    (&["legal", "compliance"], "legal, counsel, legal and compliance, legal counsel"),
    (&["compliance", "legal"], "compliance, risk and compliance, regulatory, privacy"),
    (&["it", "it-systems", "systems"], "it, it systems, information technology, systems, infrastructure"),
    (&["security", "infosec"], "security, infosec, information security, it security"),
    (&["hr", "people", "human-resources"], "hr, human resources, people, people and culture"),
];

/// Words that make no difference to which department it is.
const FILLERS: [&str; 9] =
    ["the", "team", "teams", "dept", "department", "group", "division", "unit", "lead"];

/// The shortest word that is held against others that are spelt almost alike: `HR` is not `PR`.
const SHORTEST_TO_GUESS: usize = 5;

impl Named {
    /// The stage, where it is one.
    pub(super) fn stage(&self) -> Option<String> {
        match self {
            Named::Stage(stage) => Some(stage.clone()),
            _ => None,
        }
    }
}

/// What a cell says about a department, by the stages of a policy.
pub(super) fn department(cell: &str, policy: &Policy) -> Named {
    let name = core(cell);
    if let Some(found) = known(&name, policy) {
        return found;
    }
    let parts = cell.split(['/', ',', ';', '&', '+', '\n']).flat_map(|part| part.split(" and "));
    let parts: Vec<Option<Named>> = parts.map(|part| known(&core(part), policy)).collect();
    let mut stages: Vec<String> = parts.iter().filter_map(|part| part.as_ref()?.stage()).collect();
    stages.dedup();
    match stages.as_slice() {
        [only] if parts.iter().all(|part| matches!(part, Some(Named::Stage(_)))) => {
            return Named::Stage(only.clone());
        }
        [] => {}
        _ => return Named::Several(stages),
    }
    Named::Unknown(near(&name, policy))
}

/// The fault of a stage that was named on the command line and that the policy does not have.
pub(super) fn unknown_stage(stage: &str, policy: &Policy) -> Option<Fault> {
    let known: Vec<&str> = stages(policy).collect();
    if known.contains(&stage) {
        return None;
    }
    let fault = Fault::new(format!("{} has no stage `{stage}`", policy.name));
    Some(fault.help(match text::did_you_mean(stage, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("its stages are {}", text::ticked(&known, "and")),
    }))
}

/// The words that tell a department from another.
pub(super) fn core(cell: &str) -> String {
    let plain = plain(cell);
    let kept: Vec<&str> = plain.split(' ').filter(|word| !FILLERS.contains(word)).collect();
    kept.join(" ")
}

fn known(name: &str, policy: &Policy) -> Option<Named> {
    if let Some(id) = stages(policy).find(|id| plain(id) == name) {
        return Some(Named::Stage(id.to_owned()));
    }
    let (ids, _) = KNOWN.iter().find(|(_, names)| names.split(", ").any(|known| known == name))?;
    let of_policy = ids.iter().find(|id| stages(policy).any(|stage| stage == **id));
    Some(match of_policy {
        Some(id) => Named::Stage((*id).to_owned()),
        None => Named::Missing(ids.first().copied().unwrap_or_default().to_owned()),
    })
}

/// The stages of a policy that it did not take away.
pub(super) fn stages(policy: &Policy) -> impl Iterator<Item = &str> {
    policy.stages.iter().filter(|(_, stage)| !stage.removed).map(|(id, _)| id)
}

fn near(name: &str, policy: &Policy) -> Option<String> {
    if name.chars().count() < SHORTEST_TO_GUESS {
        return None;
    }
    let all = KNOWN
        .iter()
        .flat_map(|(_, names)| names.split(", "))
        .filter(|known| known.len() >= SHORTEST_TO_GUESS);
    let meant = text::did_you_mean(name, all.chain(stages(policy)))?;
    match known(&plain(meant), policy) {
        Some(Named::Stage(stage)) => Some(stage),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, department};
    use crate::plan::Kind;
    use crate::policy::{Choice, Policy, Vocabulary};

    fn of(cell: &str) -> Named {
        let read = |_: &std::path::Path| unreachable!("the built-in policy reads no file");
        let policy = Policy::load(&Choice::BuiltIn, Kind::Product, &Vocabulary { rules: &[] }, &read);
        department(cell, &policy.expect("the built-in policy"))
    }

    #[test]
    fn departments_have_many_names() {
        for (cell, stage) in [
            ("Ops", "operations"),
            ("Operations team", "operations"),
            ("CS", "customer-service"),
            ("Support", "customer-service"),
            ("The Customer-Service Dept.", "customer-service"),
            ("customer_service", "customer-service"),
            ("Product & Engineering", "product"),
            ("R&D", "product"),
            ("Marketing", "marketing"),
            ("Exec team", "leadership"),
        ] {
            assert_eq!(of(cell), Named::Stage(stage.to_owned()), "{cell}");
        }
    }

    #[test]
    fn what_could_be_two_or_is_not_there_is_said_and_not_guessed() {
        let several = |ids: &[&str]| Named::Several(ids.iter().map(ToString::to_string).collect());
        assert_eq!(of("Sales / Marketing"), several(&["sales", "marketing"]));
        assert_eq!(of("Sales and Marketing"), several(&["sales", "marketing"]));
        assert_eq!(of("Legal & Sales"), several(&["sales"]), "legal has no stage, and is not passed over");
        assert_eq!(of("Legal team"), Named::Missing("legal".to_owned()));
        assert_eq!(of("Marketting"), Named::Unknown(Some("marketing".to_owned())));
        for cell in ["Sales Ops", "XR", "Growth", "価格", ""] {
            assert_eq!(of(cell), Named::Unknown(None), "{cell}");
        }
    }
}
