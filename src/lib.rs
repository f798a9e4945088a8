//! `launch` answers one question: may this launch go? It reads a launch plan (YAML), holds it
//! against a policy (TOML), and reports what is missing, whose turn it is, and why.
//!
//! # Bird's eye view
//!
//! Data flows one way:
//!
//! ```text
//! text → tree with spans → plan (+ problems)
//!                            + policy + facts → standing → findings → verdict → report → bytes
//! ```
//!
//! A *problem* is wrong with how a file is written: there is no verdict (exit code 2). A *finding*
//! is wrong with the launch: it comes from a rule, and an error among them means no-go (exit code 1).
//!
//! # Code map
//!
//! Each module imports only from those before it: in the lines above, and to its left. The tidy test
//! reads this table.
//!
//! | modules | what they are |
//! |---|---|
//! | `text` `span` `address` `moment` `named` `soft` `placeholder` `error` `digest` `shape` | words, places, dates, ids; words that say less than they seem to; the table that a map's keys are read by and its schema made from |
//! | `source` `tree` `yaml` `quantity` | loaded texts, spanned trees, the YAML crates, intervals |
//! | `read` | types read themselves from a tree, keeping every problem |
//! | `plan` | the plan, one file per idea |
//! | `finding` `topic` | findings, levels, breakdowns, causes; what reports name beside the rules |
//! | `policy` | built-in policies, `launch.toml`, merging, the order, roster, calendar |
//! | `content` `evidence` `people` `facts` `waiving` `seal` | what a plan says, shows, names and seals; what is known from outside |
//! | `ssh` `allowed_signers` `trust` | SSH signatures, whose keys they are, what they are worth |
//! | `references` | names in a plan against what they name |
//! | `standing` | where each stage and each hand-off stands |
//! | `rule` | what a rule is |
//! | `readiness` | what is met of what |
//! | `rules` | the rules, each beside its page |
//! | `check` `verdict` | runs the rules; causes, waivers, covers; go or no-go; who does what next |
//! | `report` `portfolio` `overview` `agenda` `retro` `verification` `forecast` | everything a renderer may see; several launches together, on one page, and by person; after the launch; sign-offs one by one; the earliest dates |
//! | `reading` `difference` `timeline` | a plan as it was judged at one time; what changed between two; how readiness moved |
//! | `brief` | everything that the printed report on one launch says |
//! | `template` | the plan that `launch init` writes |
//! | `import` | the plan that a checklist in a spreadsheet becomes |
//! | `schema` | JSON Schemas of plans and policies, made from the shapes that their readers use |
//! | `render` | one function from a report to text for each format |
//! | `disk` `keygen` | the only place that opens, lists and writes files, and knows the folder it is called in; the only one that runs OpenSSH |
//! | `git` `history` `past` `pace` | the only place that runs git; a plan's versions; what they say of its sign-offs, and of how long things took |
//! | `judge` `nearby` `retrace` | from files to a report, in parallel; the policy that holds for a plan, and the ids that the two know; a plan at other times |
//! | `amend` `desk` | what people do to a plan, as changes of its text; looked over, and written safely |
//! | `simulate` | what a plan would come to if somebody did something |
//! | `lsp` | check, explanations, completion and deeds for editors, over the language server protocol |
//! | `cli` | one file per subcommand, and the exit code |
//!
//! # Invariants
//!
//! - Rules have no I/O, clock, environment or randomness; the day is `facts.as_of`.
//! - What a plan gets wrong is a problem or a finding with a position; `Err` means that we could not
//!   do our job.
//! - The exit code is decided before a byte is rendered, and is the same in every format.
//! - Output depends on input alone: no hash-map order reaches a reader.
//! - A plan's text is escaped by the renderer (`text::visible`, and on top of it what the format asks
//!   for; in JSON `text::json_safe`), and excerpts of its source when they are cut out.
//! - One function decides whether a waiver holds (`waiving`), one which days are worked
//!   (`policy::calendar`), one who somebody is and what they may sign (`policy::roster`), one which of a
//!   person's words for a stage takes the place of another (`plan::word`), one which stage has to accept
//!   what (`standing`).
//! - An edit of a plan (`yaml::edit`) changes no byte but those it means, or is refused.
//! - A report holds no plan and no source, so that memory is bounded by what is shown.

pub mod address;
pub mod agenda;
pub mod allowed_signers;
pub mod amend;
pub mod brief;
pub mod check;
pub mod cli;
pub mod content;
pub mod desk;
pub mod difference;
pub mod digest;
pub mod disk;
pub mod error;
pub mod evidence;
pub mod facts;
pub mod finding;
pub mod forecast;
pub mod git;
pub mod history;
pub mod import;
pub mod judge;
pub mod keygen;
pub mod lsp;
pub mod moment;
pub mod named;
pub mod nearby;
pub mod overview;
pub mod pace;
pub mod past;
pub mod people;
pub mod placeholder;
pub mod plan;
pub mod policy;
pub mod portfolio;
pub mod quantity;
pub mod read;
pub mod readiness;
pub mod reading;
pub mod references;
pub mod render;
pub mod report;
pub mod retrace;
pub mod retro;
pub mod rule;
pub mod rules;
pub mod schema;
pub mod seal;
pub mod shape;
pub mod simulate;
pub mod soft;
pub mod source;
pub mod span;
pub mod ssh;
pub mod standing;
pub mod template;
pub mod text;
pub mod timeline;
pub mod topic;
pub mod tree;
pub mod trust;
pub mod verdict;
pub mod verification;
pub mod waiving;
pub mod yaml;
