//! `launch import`: a checklist from a spreadsheet becomes a plan.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use crate::cli::init::{self, KindArg};
use crate::cli::spare::spare;
use crate::cli::streams::{Unreadable, is_stdout, say, say_aside, say_data, say_written};
use crate::cli::{Exit, Surroundings, day};
use crate::disk;
use crate::error::Error;
use crate::import::{self, Asked, Fault, Field, Imported, Options, Order};
use crate::plan::PlanFile;
use crate::policy::Policy;
use crate::references;
use crate::render;
use crate::rules;
use crate::source::{SIZE_LIMIT, Source};
use crate::template;
use crate::text::{Signs, count, shell, visible};

/// How many faults of a file are told.
const MOST_FAULTS: usize = 20;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(after_long_help = "\
The columns are recognised by their names: department or team, task, owner, due date, status, link, notes; \
for hand-offs also from and to. What was recognised is shown before the plan is written. Nothing is guessed \
and nothing is dropped: what cannot be mapped is listed, and kept in comments in the plan. What the \
spreadsheet calls done is `done` and no more; nobody has signed the plan.

Examples:
  launch import checklist.csv
  launch import checklist.csv --output launches/camp-box.yaml
  launch import checklist.csv --dry-run
  launch import checklist.csv --map stage=Squad --map \"owner=Point of contact\"
  launch import jira.csv --map \"stage=#F\"
  launch import checklist.csv --department \"Growth=marketing\" --date-order dmy
  launch import asana.csv --fill-down --kind service

Exit codes:
  0 the plan was written
  2 it was not, or it was and that cannot be told: standard error says which")]
pub(super) struct Args {
    /// The spreadsheet, exported as CSV; `-` is standard input
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// The plan to write; `-` prints it [default: the file's name, ending in .yaml]
    #[arg(long, value_name = "PLAN")]
    output: Option<PathBuf>,
    /// Write over a plan that is there
    #[arg(long)]
    force: bool,
    /// Print the plan, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// What is launched
    #[arg(long, value_enum, default_value_t = KindArg::Product)]
    kind: KindArg,
    /// The column, by its name or as `#C` by its letter, for stage, item, owner, due, status, completed, link, from, to, hand-off or notes
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = asked)]
    map: Vec<Asked>,
    /// The stage that a department is
    #[arg(long, value_name = "NAME=STAGE", value_parser = department)]
    department: Vec<(String, String)>,
    /// Take departments that are spelt almost right
    #[arg(long)]
    guess: bool,
    /// A row without a department belongs to the one above it, or to a heading
    #[arg(long)]
    fill_down: bool,
    /// The day of the import: what was completed after it is left open [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// Which comes first in 03/04/2026, the day or the month [default: not guessed]
    #[arg(long, value_enum)]
    date_order: Option<OrderArg>,
    /// What stands between cells: comma, semicolon, tab or a sign [default: found out]
    #[arg(long, value_name = "SIGN", value_parser = delimiter)]
    delimiter: Option<u8>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OrderArg {
    Dmy,
    Mdy,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let bytes = disk::read_bytes(&args.file).map_err(Unreadable::one)?;
    let (path, prints) = output(args)?;
    let (file, shown) = (disk::shown(&args.file), disk::shown(&path));
    let policy = init::policy(&path, args.kind.kind())?;
    let (sheet, imported) = match import::import(&bytes, &policy, &options(args, surroundings)) {
        Ok(imported) => imported,
        Err(faults) => {
            tell(&file, &faults);
            return Ok(Exit::CannotTell);
        }
    };
    let name = args.file.file_name().map_or(file.clone(), |name| disk::shown(Path::new(name)));
    let known = import::known(&sheet, &imported, &policy, &name);
    let plan = template::plan(&policy, args.kind.kind(), &shown, &known);
    let plan = Signs::WORDS.within(&plan);
    sound(&plan, &policy)?;
    let summary = render::import::summary(&file, &sheet, &imported, surroundings.width);
    if prints {
        say_aside(&summary);
        say_data(&plan)?;
        return Ok(Exit::Go);
    }
    say(&format!("{summary}\n"))?;
    write(&path, plan.as_bytes(), args)?;
    let next = format!("{}\nSee what is left:\n  launch check {}\n", wrote(&shown, &imported), shell(&shown));
    say_written(&shown, &next)?;
    Ok(Exit::Go)
}

fn options(args: &Args, surroundings: &Surroundings) -> Options {
    Options {
        columns: args.map.clone(),
        departments: args.department.clone(),
        delimiter: args.delimiter,
        as_of: Some(args.as_of.unwrap_or_else(surroundings.today)),
        order: args.date_order.map(|order| match order {
            OrderArg::Dmy => Order::DayFirst,
            OrderArg::Mdy => Order::MonthFirst,
        }),
        guess: args.guess,
        fill_down: args.fill_down,
    }
}

/// Where the plan goes, and whether it is printed instead of written there.
fn output(args: &Args) -> anyhow::Result<(PathBuf, bool)> {
    let path = match &args.output {
        Some(path) if !is_stdout(path) => path.clone(),
        _ if is_stdout(&args.file) => PathBuf::from("launch.yaml"),
        _ => args.file.with_extension("yaml"),
    };
    let nowhere = args.output.as_deref().is_none_or(is_stdout) && is_stdout(&args.file);
    let prints = args.dry_run || nowhere || args.output.as_deref().is_some_and(is_stdout);
    let shown = disk::shown(&path);
    if path.extension().is_none_or(|ending| ending != "yaml" && ending != "yml") {
        let hint = format!("`--output {}`", shell(&format!("{shown}.yaml")));
        return Err(Error::new(format!("`{shown}` does not end in `.yaml`")).hint(hint).into());
    }
    spare([&*path], [])?;
    let real = disk::real(&path);
    if real.is_some() && real == disk::real(&args.file) {
        let what = format!("`{shown}` is the spreadsheet itself, and is left as it is");
        return Err(Error::new(what).hint("write the plan to another file").into());
    }
    Ok((path, prints))
}

/// A plan that could not be read again is never written.
fn sound(plan: &str, policy: &Policy) -> anyhow::Result<()> {
    if plan.len() as u64 > SIZE_LIMIT {
        let what = format!("the plan would be larger than {} KiB, the most that is read", SIZE_LIMIT / 1024);
        return Err(Error::new(what).hint("leave out rows and columns that the launch does not need").into());
    }
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    let wrong = file.problems.iter().chain(&references::check(&file, policy, &rules::ids())).next().cloned();
    match wrong {
        None => Ok(()),
        Some(problem) => {
            let what =
                format!("the plan could not be written so that it can be read again: {}", problem.message);
            Err(Error::new(what).hint("this is a fault of launch, please report it").into())
        }
    }
}

fn write(path: &Path, plan: &[u8], args: &Args) -> anyhow::Result<()> {
    let written = match disk::create(path, plan) {
        Err(error) if args.force && error.kind() == io::ErrorKind::AlreadyExists => {
            disk::write_report(path, plan)
        }
        written => written,
    };
    let another = "name another file with `--output`, or write over it with `--force`";
    written.map_err(|error| init::unwritten(path, error, another))
}

fn wrote(shown: &str, imported: &Imported) -> String {
    match imported.unmapped.len() {
        0 => format!("Wrote {shown}: every row is in it."),
        some => format!("Wrote {shown}, with {} in comments at its end.", count(some, "row")),
    }
}

fn tell(file: &str, faults: &[Fault]) {
    for fault in faults.iter().take(MOST_FAULTS) {
        let row = fault.row.map(|row| format!(", row {row}")).unwrap_or_default();
        let column = fault.column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default();
        say_aside(&format!("error: {file}{}: {}\n", visible(&(row + &column)), visible(&fault.message)));
        if let Some(help) = &fault.help {
            say_aside(&format!("hint: {}\n", visible(help)));
        }
    }
    if let Some(more) = faults.len().checked_sub(MOST_FAULTS).filter(|more| *more > 0) {
        say_aside(&format!("error: {file}: and {more} more\n"));
    }
}

fn asked(text: &str) -> Result<Asked, String> {
    let (field, name) = text.split_once('=').ok_or("write FIELD=COLUMN, such as `stage=Team`")?;
    Ok((Field::of_word(field)?, name.trim().to_owned()))
}

fn department(text: &str) -> Result<(String, String), String> {
    let (name, stage) = text.rsplit_once('=').ok_or("write NAME=STAGE, such as `Growth=marketing`")?;
    Ok((name.trim().to_owned(), stage.trim().to_owned()))
}

fn delimiter(text: &str) -> Result<u8, String> {
    match (text, text.as_bytes()) {
        ("comma", _) => Ok(b','),
        ("semicolon", _) => Ok(b';'),
        ("tab" | "\\t", _) => Ok(b'\t'),
        ("pipe", _) => Ok(b'|'),
        (_, [b'"' | b'\n' | b'\r']) => Err("a cell could not be told from the next".to_owned()),
        (_, [sign]) if sign.is_ascii() && !sign.is_ascii_alphanumeric() => Ok(*sign),
        _ => Err("write comma, semicolon, tab or one sign such as `|`".to_owned()),
    }
}
