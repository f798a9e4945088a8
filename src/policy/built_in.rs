//! The built-in policy for a product, as reading `product.toml` would give it. Nearly every check needs it, and to
//! read that text takes a tenth of what a check of one plan takes. A test holds the two together.

use crate::policy::Gate::{self, Internal};
use crate::policy::file::{PolicyFile, RawAsk, RawHandOff, RawStage};
use crate::span::{Span, Spanned};

/// A stage: its id, the stages directly before it, its gate where that is said, whether its sign-off covers the
/// launch's dates, and its asks.
type Stage = (&'static str, &'static [&'static str], Option<Gate>, bool, &'static [Ask]);

/// An ask: its id, the question, and whether the answer has to be shown.
type Ask = (&'static str, &'static str, bool);

/// A hand-off: its id, from whom, to whom, and what.
type HandOff = [&'static str; 4];

const STAGES: [Stage; 8] = [
    ("customer", &[], Some(Internal), false, &[]),
    (
        "product",
        &["customer"],
        Some(Internal),
        false,
        &[
            ("built", "Does it exist outside the slides?", true),
            ("quality", "Is it good enough to be sold, and who says so?", false),
        ],
    ),
    (
        "operations",
        &["product"],
        Some(Internal),
        true,
        &[
            ("delivery", "Can we deliver it, and what changes in how we deliver?", false),
            ("training", "Are the people who deliver it trained?", true),
            ("systems", "Do our systems fit the customer's own?", false),
        ],
    ),
    (
        "finance",
        &["operations"],
        Some(Internal),
        false,
        &[
            ("pricing", "Is the price set, and does it pay?", false),
            ("billing", "Was a trial invoice checked?", true),
        ],
    ),
    (
        "customer-service",
        &["operations"],
        Some(Internal),
        true,
        &[
            ("training", "Are the people who answer customers trained?", true),
            ("complaints", "How do complaints get back to product and sales?", false),
            ("satisfaction", "How will we know that customers are satisfied?", false),
        ],
    ),
    (
        "marketing",
        &["finance", "customer-service"],
        None,
        true,
        &[
            ("audience", "Who is it for?", false),
            ("message", "Does the message say only what `promises` lists?", false),
        ],
    ),
    (
        "sales",
        &["marketing"],
        None,
        true,
        &[
            ("training", "Do the people who sell it know what can be delivered?", false),
            ("incentives", "What are they paid for, and does it hurt the customer?", false),
        ],
    ),
    (
        "leadership",
        &["sales"],
        None,
        true,
        &[
            ("goals", "Which goals do all departments share?", false),
            ("resources", "Does every department have what it needs?", false),
        ],
    ),
];

const HANDOFFS: [HandOff; 11] = [
    ["customer-needs", "customer", "product", "What customers need, and how we know"],
    ["delivery-change", "product", "operations", "What changes in how we deliver"],
    ["demand-forecast", "sales", "operations", "How many customers to expect, and when"],
    ["cost-to-serve", "operations", "finance", "What it costs to deliver and to run"],
    ["support-guide", "operations", "customer-service", "How it is delivered, and what can go wrong"],
    ["billing-guide", "finance", "customer-service", "How customers are billed, with the trial invoice"],
    ["value", "product", "marketing", "What it does for the customer, and what it does not"],
    ["delivery-limits", "operations", "sales", "What we can and cannot deliver, by when, to what standard"],
    ["price-list", "finance", "sales", "Prices, terms and who may discount"],
    ["customer-complaints", "customer-service", "sales", "What customers complain about today"],
    ["message-kit", "marketing", "sales", "The message, the claims and the material"],
];

/// What `product.toml` says.
pub(super) fn product() -> PolicyFile {
    PolicyFile {
        extends: Some(said("none")),
        stages: STAGES.iter().map(stage).collect(),
        handoffs: HANDOFFS.iter().map(handoff).collect(),
        ..PolicyFile::default()
    }
}

fn stage((id, after, gate, commits_to_dates, asks): &Stage) -> (String, RawStage) {
    let ask = |(id, question, evidence): &Ask| {
        let ask = RawAsk { question: Some((*question).to_owned()), evidence: evidence.then_some(true) };
        ((*id).to_owned(), (ask, Span::default()))
    };
    let stage = RawStage {
        after: (!after.is_empty()).then(|| after.iter().map(|id| said(id)).collect()),
        gate: *gate,
        commits_to_dates: commits_to_dates.then_some(true),
        asks: asks.iter().map(ask).collect(),
        ..RawStage::default()
    };
    ((*id).to_owned(), stage)
}

fn handoff([id, from, to, what]: &HandOff) -> (String, RawHandOff) {
    let handoff = RawHandOff {
        from: Some(said(from)),
        to: Some(said(to)),
        what: Some((*what).to_owned()),
        ..RawHandOff::default()
    };
    ((*id).to_owned(), handoff)
}

/// What is said, at no place that anybody would be shown.
fn said(text: &str) -> Spanned<String> {
    Spanned { value: text.to_owned(), span: Span::default() }
}

#[cfg(test)]
mod tests {
    use super::product;
    use crate::policy::file::PolicyFile;
    use crate::policy::{PRODUCT, Vocabulary};
    use crate::source::Source;

    #[test]
    fn the_table_says_what_the_text_says() {
        let (read, problems) =
            PolicyFile::read(&Source::new("product.toml", PRODUCT), &Vocabulary { rules: &[] });
        assert!(problems.is_empty());
        assert_eq!(without_places(&product()), without_places(&read));
    }

    /// Everything in a file but where it stands.
    fn without_places(file: &PolicyFile) -> String {
        let text = format!("{file:#?}");
        let is_place = |line: &&str| ["start: ", "end: "].iter().any(|key| line.trim().starts_with(key));
        text.lines().filter(|line| !is_place(line)).collect::<Vec<_>>().join("\n")
    }
}
