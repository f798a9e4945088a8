//! The tables of `launch.toml`: what each key holds, for its reader and for its schema.

use crate::shape::{Field, Holds, Names, Shape, Word};

/// What a policy holds.
pub static POLICY: Shape = Shape {
    what: "a policy",
    doc: "What a company asks of its launches. Tables add to the policy that this one extends, entry by entry.",
    fields: &[
        Field::new(
            "extends",
            Holds::Name(Names::Policy),
            "What to begin with: `product`, `service`, `none`, or the path of another policy. Without it: the built-in policy of the plan's kind.",
            "product",
        ),
        Field::new(
            "without",
            Holds::List(&Holds::Name(Names::Inherited)),
            "What to take out of the policy that this one extends, by address.",
            "stages.marketing",
        ),
        Field::new(
            "people",
            Holds::Keyed(&Holds::Map(&PERSON)),
            "The roster: who may sign for what, by e-mail address. Without this table anybody may.",
            "",
        ),
        Field::new(
            "delegations",
            Holds::List(&Holds::Map(&DELEGATION)),
            "Who stands in for whom, beside those of the policy that this one extends.",
            "",
        ),
        Field::new(
            "calendar",
            Holds::Map(&CALENDAR),
            "Which days are worked, and on which nothing is launched.",
            "",
        ),
        Field::new(
            "risks",
            Holds::Named(&Holds::Words),
            "Questions that every plan answers with true or false.",
            "Does any price, plan or contract change?",
        ),
        Field::new(
            "stages",
            Holds::Named(&Holds::Map(&STAGE)),
            "Departments: new ones, and changes to those of the policy that this one extends.",
            "",
        ),
        Field::new("handoffs", Holds::Named(&Holds::Map(&HANDOFF)), "What one stage owes another.", ""),
        Field::new(
            "capacity",
            Holds::Named(&Holds::Map(&CAPACITY)),
            "Limits that the loads of several plans share.",
            "",
        ),
        Field::new(
            "rules",
            Holds::Rules,
            "How much each rule weighs, and its settings. `launch rules` lists them.",
            "",
        ),
        Field::new("assurance", Holds::Map(&ASSURANCE), "How far sign-offs have to be trusted.", ""),
    ],
};

/// The words for what a rule weighs.
pub const LEVELS: [Word; 3] = [
    ("error", "It stops the launch."),
    ("warn", "It is reported, and stops nothing."),
    ("off", "It is not checked."),
];

const LEVELS_OF_TRUST: &[Word] = &[
    ("claimed", "A typed name is enough."),
    ("committed", "The signer's own commit brought it in."),
    ("signed", "The signer's key signed it."),
];

const DAYS: &[Word] = &[
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

pub(super) static PERSON: Shape = Shape {
    what: "a person",
    doc: "Somebody the policy knows, and what they may sign. What is not said here of somebody inherited stays.",
    fields: &[
        Field::new("name", Holds::Words, "How they are called in a sentence.", "Omar Reyes"),
        Field::new(
            "stages",
            Holds::List(&Holds::Name(Names::Stage)),
            "The stages they may sign for. The list replaces an inherited one.",
            "operations",
        ),
        Field::new("from", Holds::Date, "The first day they may.", "2026-01-01"),
        Field::new("until", Holds::Date, "The last day they may.", "2027-12-31"),
        Field::new(
            "waives",
            Holds::Flag,
            "Whether they may waive findings, accept risks and call things not needed.",
            "true",
        ),
    ],
};

pub(super) static DELEGATION: Shape = Shape {
    what: "a delegation",
    doc: "Somebody stands in for somebody else; a stand-in cannot pass it on.",
    fields: &[
        Field::new("from", Holds::Words, "Who is away.", "fay@acme.example").required(),
        Field::new("to", Holds::Words, "Who stands in.", "felix@acme.example").required(),
        Field::new("start", Holds::Date, "The first day.", "2026-05-01").required(),
        Field::new("until", Holds::Date, "The last day.", "2026-05-31").required(),
        Field::new("reason", Holds::Words, "Why.", "leave"),
    ],
};

pub(super) static CALENDAR: Shape = Shape {
    what: "the calendar",
    doc: "Which days are worked, and on which nothing is launched.",
    fields: &[
        Field::new(
            "weekend",
            Holds::List(&Holds::Choice(DAYS)),
            "Days of the week that are not worked. Without it: Saturday and Sunday.",
            "",
        ),
        Field::new(
            "holidays",
            Holds::List(&Holds::Date),
            "Single days that are not worked, beside those of the policy that this one extends.",
            "2026-05-25",
        ),
        Field::new(
            "blackouts",
            Holds::List(&Holds::Map(&BLACKOUT)),
            "Periods in which no launch may fall, beside those of the policy that this one extends. Their days are working days all the same.",
            "",
        ),
        Field::new(
            "no_launch_on",
            Holds::List(&Holds::Choice(DAYS)),
            "Days of the week on which no launch may fall.",
            "",
        ),
    ],
};

pub(super) static BLACKOUT: Shape = Shape {
    what: "a blackout",
    doc: "A period in which no launch may fall; both ends are included.",
    fields: &[
        Field::new("from", Holds::Date, "Its first day.", "2026-06-24").required(),
        Field::new("until", Holds::Date, "Its last day.", "2026-06-30").required(),
        Field::new("why", Holds::Words, "The reason.", "quarter close"),
    ],
};

const TIERS: Field = Field::new(
    "tiers",
    Holds::List(&Holds::Tier),
    "The tiers it is required in; without it, all of them. An empty list takes an inherited one away.",
    "1",
);
const RISKS: Field = Field::new(
    "risks",
    Holds::List(&Holds::Name(Names::Risk)),
    "It is required only when one of these risks is answered with true.",
    "price-change",
);

pub(super) static STAGE: Shape = Shape {
    what: "a stage",
    doc: "What is required of a department.",
    fields: &[
        Field::new(
            "after",
            Holds::List(&Holds::Name(Names::Stage)),
            "The stages that sign directly before it. The list replaces an inherited one.",
            "product",
        ),
        Field::new(
            "gate",
            Holds::Choice(&[
                ("internal", "Signed before our own people hear."),
                ("external", "Signed before customers can buy."),
            ]),
            "The gate it is signed for. Without it: external.",
            "",
        ),
        Field::new("asks", Holds::Named(&Holds::Question(&ASK)), "Its questions.", "Are the terms reviewed?"),
        TIERS,
        RISKS,
        Field::new(
            "signatures",
            Holds::Whole(1, MOST_SIGNATURES),
            "How many different people have to sign.",
            "2",
        ),
        Field::new(
            "lead",
            Holds::Whole(0, LONGEST_LEAD),
            "Working days before the date of its gate by which it has to be signed.",
            "20",
        ),
        Field::new(
            "commits_to_dates",
            Holds::Flag,
            "Whether its sign-off covers the launch's dates.",
            "true",
        ),
        Field::new(
            "assurance",
            Holds::Choice(LEVELS_OF_TRUST),
            "How far its sign-offs have to be trusted, where that differs from the policy's minimum.",
            "",
        ),
    ],
};

/// The most signatures that a stage may need: as many as one may have.
pub(super) const MOST_SIGNATURES: u32 = 100;

/// The longest lead, in working days: forty years of them.
pub(super) const LONGEST_LEAD: u32 = 10_000;

pub(super) static ASK: Shape = Shape {
    what: "an ask",
    doc: "A question to a department.",
    fields: &[
        Field::new(
            "question",
            Holds::Words,
            "The question. Without it: the inherited one.",
            "Are the terms reviewed?",
        ),
        Field::new(
            "evidence",
            Holds::Flag,
            "Whether the answer has to be shown: a bare `done` is not enough. Without it: as inherited, else false.",
            "true",
        ),
    ],
};

pub(super) static HANDOFF: Shape = Shape {
    what: "a hand-off",
    doc: "What one stage owes another.",
    fields: &[
        Field::new("from", Holds::Name(Names::Stage), "The sending stage.", "legal"),
        Field::new("to", Holds::Name(Names::Stage), "The receiving stage.", "sales"),
        Field::new("what", Holds::Words, "What is handed over.", "The terms customers sign"),
        Field::new(
            "lead",
            Holds::Whole(0, LONGEST_LEAD),
            "Working days before the receiver's gate by which it has to be accepted.",
            "15",
        ),
        TIERS,
        RISKS,
    ],
};

pub(super) static CAPACITY: Shape = Shape {
    what: "a capacity",
    doc: "A limit that the loads of several plans share.",
    fields: &[
        Field::new("of", Holds::Name(Names::Stage), "The stage that carries it.", "operations").required(),
        Field::new("limit", Holds::Quantity, "How much it can carry.", "at most 300 customers/month")
            .required(),
    ],
};

pub(super) static ASSURANCE: Shape = Shape {
    what: "assurance",
    doc: "How far sign-offs have to be trusted.",
    fields: &[
        Field::new(
            "minimum",
            Holds::Choice(LEVELS_OF_TRUST),
            "The least that is enough. Without it: claimed.",
            "",
        ),
        Field::new(
            "allowed_signers",
            Holds::Words,
            "The file that lists the keys, in git's own format, beside the policy that names it.",
            "allowed_signers",
        ),
    ],
};
