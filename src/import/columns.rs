//! What the columns of a spreadsheet are for: the line of their names, and the fields they fill.

use crate::import::Fault;
use crate::import::date;
use crate::import::field::Field;
use crate::import::grid::{Row, letters};
use crate::import::words::{one_line, plain};
use crate::text::{did_you_mean, ticked};

/// A column that was asked for by name, or by its place: `#C`, `#3`.
pub type Asked = (Field, String);

/// The columns of a sheet.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The number of the row of their names.
    pub row: usize,
    /// Their names.
    pub names: Vec<String>,
    /// The fields with the columns that fill them, each field's best column first.
    filled: Vec<(Field, usize)>,
}

/// How many rows may stand above the names of the columns.
const MOST_ABOVE: usize = 50;

impl Columns {
    /// Finds the row of names: the one with the most fields, and of several such the first. Gives the
    /// index of that row too.
    ///
    /// # Errors
    /// That there is none, or that a name that was asked for is not in it, or is in it twice.
    pub fn find(rows: &[Row], asked: &[Asked]) -> Result<(usize, Columns), Vec<Fault>> {
        let mut best: Option<(usize, usize)> = None;
        for (index, row) in rows.iter().take(MOST_ABOVE).enumerate() {
            let score = score(row, asked);
            if score > best.map_or(1, |(_, most)| most) {
                best = Some((index, score));
            }
        }
        let Some((index, row)) = best.and_then(|(index, _)| Some((index, rows.get(index)?))) else {
            return Err(vec![nameless(rows, asked)]);
        };
        let columns = Columns::of(row, asked)?;
        Ok((index, columns))
    }

    fn of(row: &Row, asked: &[Asked]) -> Result<Columns, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut taken: Vec<(Field, usize)> = Vec::new();
        for (field, name) in asked {
            match named(row, name).as_slice() {
                [column] => taken.push((*field, *column)),
                [] => faults.push(absent(row, *field, name)),
                several => faults.push(twice(row, *field, several)),
            }
        }
        let is_asked = |field| asked.iter().any(|(known, _)| *known == field);
        let mut guessed: Vec<(Field, usize, usize)> = recognised(row)
            .into_iter()
            .filter(|(field, _, column)| !is_asked(*field) && !taken.iter().any(|(_, known)| known == column))
            .collect();
        guessed.sort_unstable();
        for field in Field::all().filter(|field| *field != Field::Notes) {
            let best = guessed.iter().find(|(known, ..)| *known == field).map(|(_, rank, _)| *rank);
            let same = guessed.iter().filter(|(known, rank, _)| *known == field && Some(*rank) == best);
            let same: Vec<usize> = same.map(|(_, _, column)| *column).collect();
            if same.len() > 1 {
                faults.push(twice(row, field, &same));
            }
        }
        taken.extend(guessed.into_iter().map(|(field, _, column)| (field, column)));
        if faults.is_empty() {
            Ok(Columns { row: row.number, names: row.cells.clone(), filled: taken })
        } else {
            Err(faults)
        }
    }

    /// The columns that fill a field, the best first.
    pub fn of_field(&self, field: Field) -> impl Iterator<Item = usize> {
        self.filled.iter().filter(move |(known, _)| *known == field).map(|(_, column)| *column)
    }

    /// The field that a column is the first choice for.
    pub fn field_of(&self, column: usize) -> Option<Field> {
        let fields = self.filled.iter().filter(|(_, known)| *known == column).map(|(field, _)| *field);
        fields.into_iter().find(|field| self.of_field(*field).next() == Some(column))
    }

    /// The field that a column fills where a better one is empty, and that better one.
    pub fn second_of(&self, column: usize) -> Option<(Field, usize)> {
        let (field, _) = self.filled.iter().find(|(_, known)| *known == column)?;
        Some((*field, self.of_field(*field).next()?))
    }

    /// Whether any column fills a field.
    pub fn has(&self, field: Field) -> bool {
        self.of_field(field).next().is_some()
    }

    /// How many fields are filled.
    pub fn recognised(&self) -> usize {
        Field::all().filter(|field| self.has(*field)).count()
    }

    /// What a row says for a field, and in which column: the best that is not empty.
    pub fn cell<'r>(&self, row: &'r Row, field: Field) -> Option<(usize, &'r str)> {
        self.of_field(field).map(|column| (column, row.cell(column))).find(|(_, cell)| !cell.is_empty())
    }

    /// Takes a column away from a field that it was only thought to fill.
    pub fn give_up(&mut self, field: Field, column: usize) {
        self.filled.retain(|known| *known != (field, column));
    }

    /// How a column is called in a message: its name, or its letters where it has none.
    pub fn name(&self, column: usize) -> String {
        match self.names.get(column).map_or("", String::as_str) {
            "" => letters(column),
            name => one_line(name),
        }
    }

    /// The order of days and months that a heading names.
    pub fn order(&self) -> Option<date::Order> {
        self.of_field(Field::Due).find_map(|column| date::of_heading(self.names.get(column)?))
    }
}

/// How many different fields a row's cells name, if it names something to do; more than any other
/// row where it has every name that was asked for.
fn score(row: &Row, asked: &[Asked]) -> usize {
    let mut fields: Vec<Field> = recognised(row).into_iter().map(|(field, ..)| field).collect();
    let is_filled = |column: &usize| !row.cell(*column).is_empty();
    let given = asked.iter().filter(|(_, name)| named(row, name).iter().any(is_filled));
    fields.extend(given.clone().map(|(field, _)| *field));
    fields.sort_unstable();
    fields.dedup();
    let is_list = fields.contains(&Field::Item) || fields.contains(&Field::HandOff);
    if is_list { fields.len() + given.count() } else { 0 }
}

/// What the cells of a row are names for. Without anything to do, a description is what there is to do.
fn recognised(row: &Row) -> Vec<(Field, usize, usize)> {
    let of_cell =
        |(column, cell): (usize, &str)| Field::of_name(cell).map(|(field, rank)| (field, rank, column));
    let mut found: Vec<_> = row.filled().filter_map(of_cell).collect();
    if !found.iter().any(|(field, ..)| matches!(field, Field::Item | Field::HandOff)) {
        let described = |column: &usize| plain(row.cell(*column)) == "description";
        if let Some(entry) =
            found.iter_mut().find(|(field, _, column)| *field == Field::Notes && described(column))
        {
            entry.0 = Field::Item;
        }
    }
    found
}

/// The columns of a name, or the one at a place.
fn named(row: &Row, name: &str) -> Vec<usize> {
    if let Some(place) = name.strip_prefix('#').filter(|place| is_place(place)) {
        let is_there = |column: &usize| {
            letters(*column).eq_ignore_ascii_case(place) || (column + 1).to_string() == place
        };
        return (0..row.cells.len()).filter(is_there).collect();
    }
    let wanted = plain(name);
    row.filled().filter(|(_, cell)| plain(cell) == wanted).map(|(column, _)| column).collect()
}

/// Whether a text is a place: the letters of a column, or its number from 1.
fn is_place(text: &str) -> bool {
    let is_of = |kind: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|byte| kind(&byte));
    is_of(u8::is_ascii_digit) || is_of(u8::is_ascii_alphabetic)
}

fn headings(row: &Row) -> Vec<&str> {
    row.filled().map(|(_, cell)| cell).collect()
}

fn absent(row: &Row, field: Field, name: &str) -> Fault {
    let known = headings(row);
    let fault =
        Fault::new(format!("no column is called `{name}`, which `{}` was to be taken from", field.word()));
    fault.row(row.number).help(match did_you_mean(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the columns are {}", ticked(&known, "and")),
    })
}

fn twice(row: &Row, field: Field, columns: &[usize]) -> Fault {
    let name = columns.first().map_or("", |column| row.cell(*column));
    let at: Vec<String> = columns.iter().map(|column| letters(*column)).collect();
    let fault =
        Fault::new(format!("the columns {} have the same name, `{name}`", crate::text::list(&at, "and")));
    let first = at.first().map_or("A", String::as_str);
    let hint = format!(
        "rename one of them, or say which column to take, by its letter: `--map \"{}=#{first}\"`",
        field.word()
    );
    fault.row(row.number).column(columns.last().copied().unwrap_or_default(), name).help(hint)
}

fn nameless(rows: &[Row], asked: &[Asked]) -> Fault {
    let fault = Fault::new(match asked {
        [] => "no row names the columns: there is none with a name such as `Task`, `Owner` and `Status`",
        _ => "no row has the names that `--map` asks for",
    });
    match rows.first() {
        None => Fault::new("the file is empty"),
        Some(first) => {
            let cells: Vec<&str> = first.filled().map(|(_, cell)| cell).take(8).collect();
            let hint = format!(
                "row {} has {}; say what columns are for: `--map item=NAME --map stage=NAME`",
                first.number,
                ticked(&cells, "and")
            );
            fault.help(hint)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Field};
    use crate::import::grid::Row;

    fn row(number: usize, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    fn filled(cells: &[&str]) -> Vec<&'static str> {
        let (_, columns) = Columns::find(&[row(1, cells)], &[]).expect("columns");
        (0..cells.len()).map(|column| columns.field_of(column).map_or("-", Field::word)).collect()
    }

    #[test]
    fn the_exports_of_common_tools_are_recognised() {
        let asana = [
            "Task ID",
            "Created At",
            "Completed At",
            "Name",
            "Section/Column",
            "Assignee",
            "Assignee Email",
            "Start Date",
            "Due Date",
            "Tags",
            "Notes",
        ];
        assert_eq!(
            filled(&asana),
            ["-", "-", "completed", "item", "stage", "-", "owner", "-", "due", "-", "notes"]
        );
        let smartsheet =
            ["Task Name", "Department", "Assigned To", "Start Date", "End Date", "% Complete", "Comments"];
        assert_eq!(filled(&smartsheet), ["item", "stage", "owner", "-", "due", "status", "notes"]);
        let jira =
            ["Summary", "Issue key", "Status", "Assignee", "Due date", "Component/s", "Labels", "Labels"];
        assert_eq!(filled(&jira), ["item", "-", "status", "owner", "due", "stage", "-", "-"]);
        let by_hand = ["Hand-off", "FROM:", "To", "By when?", "Done?", "Description"];
        assert_eq!(filled(&by_hand), ["hand-off", "from", "to", "due", "status", "notes"]);
        assert_eq!(filled(&["Team", "Description"]), ["stage", "item"]);
    }

    #[test]
    fn the_names_are_found_below_titles() {
        let rows = [
            row(1, &["Camp Box: launch checklist"]),
            row(3, &["Name", "Camp Box", "Owner", "Petra"]),
            row(5, &["Department", "Task", "Owner", "Due"]),
            row(6, &["Finance", "Task", "Owner", "Status"]),
        ];
        let (index, columns) = Columns::find(&rows, &[]).expect("columns");
        assert_eq!((index, columns.row), (2, 5));
        assert!(Columns::find(&rows[..1], &[]).is_err());
        assert!(Columns::find(&[], &[]).is_err());
    }

    #[test]
    fn a_column_can_be_asked_for_and_one_name_twice_is_refused() {
        let rows = [row(1, &["Task", "Team", "Squad", "Owner", "owner:", "Comment", "Comment"])];
        let ask = |asked: &[(Field, &str)]| {
            let asked: Vec<_> = asked.iter().map(|(field, name)| (*field, (*name).to_owned())).collect();
            Columns::find(&rows, &asked).map(|(_, columns)| columns)
        };
        let faults = ask(&[]).expect_err("two owners");
        assert_eq!(faults.len(), 1, "two comments are no fault: {faults:?}");
        assert!(faults[0].message.contains("D and E"), "{faults:?}");
        let columns = ask(&[(Field::Owner, "Squad")]).expect("columns");
        assert_eq!(columns.of_field(Field::Owner).collect::<Vec<_>>(), [2]);
        for (place, column) in [("#D", 3), ("#e", 4), ("#4", 3), ("#3", 2)] {
            let columns = ask(&[(Field::Owner, place)]).expect("columns");
            assert_eq!(columns.of_field(Field::Owner).collect::<Vec<_>>(), [column], "{place}");
        }
        for place in ["#8", "#0", "#H", "#", "#D4"] {
            let faults = ask(&[(Field::Owner, place)]).expect_err("no such column");
            assert!(faults[0].message.contains(&format!("no column is called `{place}`")), "{faults:?}");
        }
        let faults = ask(&[(Field::Owner, "Squat")]).expect_err("no such column");
        assert_eq!(faults[0].help.as_deref(), Some("did you mean `Squad`?"));
        assert!(ask(&[(Field::Stage, "Owner")]).is_err(), "two columns of that name");
        assert!(Field::of_word("handoff").is_ok() && Field::of_word("Hand-Off").is_ok());
        assert!(Field::of_word("colour").is_err());
    }
}
