//! Resolved expressions become amounts: an expression and the rows at hand go in, an amount or a reason comes out.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::bind::{Node, Test};
use super::extent::Extent;
use super::facts::{Column, Facts, Key};
use super::function::{Nulls, Shape};
use super::number::Number;
use super::syntax::{Comparison, Operator};
use super::value::{Amount, CellRef, Part, Reason};

const EXCLUDE: &str = "the printings of one number exclude each other";

/// The rows that a check looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'r> {
    One(u32),
    Group(&'r [u32]),
}

/// The rows at hand, dataset by dataset; the innermost is asked first.
#[derive(Clone, Copy)]
pub(super) struct Frame<'r> {
    dataset: u32,
    rows: Rows<'r>,
    outer: Option<&'r Frame<'r>>,
}

impl<'r> Frame<'r> {
    pub fn new(dataset: u32, rows: Rows<'r>) -> Frame<'r> {
        Frame { dataset, rows, outer: None }
    }

    /// The rows of a dataset inside of those at hand.
    pub fn within(dataset: u32, rows: Rows<'r>, outer: Option<&'r Frame<'r>>) -> Frame<'r> {
        Frame { dataset, rows, outer }
    }

    pub fn find(of: Option<&Frame<'r>>, dataset: u32) -> Option<Rows<'r>> {
        let mut at = of;
        while let Some(frame) = at {
            if frame.dataset == dataset {
                return Some(frame.rows);
            }
            at = frame.outer;
        }
        None
    }
}

/// A value in a condition.
enum Field<'a> {
    Text(Cow<'a, str>),
    Number(Number),
    Null,
}

/// Evaluates over the facts of one report.
#[derive(Clone, Copy)]
pub(super) struct Evaluator<'e, 'a> {
    pub facts: &'e Facts<'a>,
    /// A cell that is taken to have been printed otherwise.
    pub changed: Option<(CellRef, &'e Amount)>,
}

impl<'e, 'a> Evaluator<'e, 'a> {
    /// Evaluates what is printed.
    pub fn new(facts: &'e Facts<'a>) -> Self {
        Evaluator { facts, changed: None }
    }

    /// The amount of an expression, or why there is none.
    pub fn amount(&self, node: &Node, frame: Option<&Frame<'_>>) -> Result<Amount, Reason> {
        match node {
            Node::Constant(amount) => Ok(amount.clone()),
            Node::Text(text) => Err(Reason::new(format!("expected a number, found '{text}'"))),
            Node::Cell(column, row) => self.stated(column, *row),
            Node::Column(column) => self.cell(column, self.row_of(column, frame)?),
            Node::Select(column, test) if self.facts.has_printings(column.dataset) => {
                let rows = self.rows(column.dataset, test.as_deref(), frame)?;
                if self.facts.printings(column.dataset, &rows).len() > 1 {
                    return Err(self.several(column, rows.len()));
                }
                let own = Node::Column(column.clone());
                let mut number = self.reported(&own, column.dataset, &rows, frame)?;
                number.pop().ok_or_else(|| self.several(column, 0))
            }
            Node::Select(column, test) => self.cell(column, self.selected(column, test.as_deref(), frame)?),
            Node::Rows { function, argument, dataset, filter } => {
                let Shape::Rows { nulls, fold, .. } = &function.shape else {
                    return Err(Reason::new("expected a function over rows"));
                };
                let rows = self.rows(*dataset, filter.as_deref(), frame)?;
                if function.name == "sum" && self.facts.has_printings(*dataset) {
                    return fold(self.reported(argument, *dataset, &rows, frame)?);
                }
                let mut values = Vec::new();
                for row in rows {
                    let inner = Frame { dataset: *dataset, rows: Rows::One(row), outer: frame };
                    match self.amount(argument, Some(&inner)) {
                        Ok(value) => values.push(value),
                        Err(_) if *nulls == Nulls::Count => values.push(self.counted(argument, row)),
                        Err(reason) => return Err(reason),
                    }
                }
                fold(values)
            }
            Node::Values(function, arguments) => {
                let Shape::Values { apply, .. } = &function.shape else {
                    return Err(Reason::new("expected a function of values"));
                };
                apply(arguments.iter().map(|argument| self.amount(argument, frame)).collect::<Result<_, _>>()?)
            }
            Node::Negative(inner) => Ok(self.amount(inner, frame)?.neg()),
            Node::Binary(operator, left, right) => {
                let (left, right) = (self.amount(left, frame)?, self.amount(right, frame)?);
                match operator {
                    Operator::Add => Ok(self.taken_together(left, right)),
                    Operator::Subtract => Ok(self.taken_together(left, right.neg())),
                    Operator::Multiply => Ok(left.mul(right)),
                    Operator::Divide => left.div(right),
                    Operator::Modulo => left.modulo(right),
                }
            }
            Node::Power(base, exponent) => Ok(self.amount(base, frame)?.pow(*exponent)),
        }
    }

    /// The numbers of some rows, each once, however often it is printed (XBRL Calculations 1.1): printings of one number
    /// are brought together, and what is printed as missing is no part.
    fn reported(
        &self,
        argument: &Node,
        dataset: u32,
        rows: &[u32],
        frame: Option<&Frame<'_>>,
    ) -> Result<Vec<Amount>, Reason> {
        let (mut values, mut apart) = (Vec::new(), None);
        for printings in self.facts.printings(dataset, rows) {
            let (mut amounts, mut nil) = (Vec::new(), Vec::new());
            for row in &printings {
                let inner = Frame { dataset, rows: Rows::One(*row), outer: frame };
                match self.amount(argument, Some(&inner)) {
                    Ok(amount) => amounts.push(amount),
                    Err(reason) if self.is_nil(&reason) => nil.extend(reason.cells),
                    Err(reason) => return Err(reason),
                }
            }
            if amounts.is_empty() {
                continue;
            }
            let cells = || amounts.iter().flat_map(|amount| &amount.parts).map(|part| part.cell).chain(nil.clone());
            let cells: Vec<CellRef> = cells().collect();
            match Amount::of_printings(amounts).filter(|_| nil.is_empty()) {
                Some(amount) => values.push(amount),
                // Digits that contradict themselves in any other number are said first.
                None => apart = apart.or(Some(cells)),
            }
        }
        match apart {
            Some(cells) => Err(Reason { text: EXCLUDE.to_string(), cells }),
            None => Ok(values),
        }
    }

    fn is_nil(&self, reason: &Reason) -> bool {
        !reason.cells.is_empty() && reason.cells.iter().all(|cell| self.facts.is_nil(*cell))
    }

    /// A row that is counted whatever it holds.
    fn counted(&self, argument: &Node, row: u32) -> Amount {
        let mut one = Amount::exact(Number::ONE);
        if let Node::Column(column) = argument {
            let cell = CellRef { dataset: column.dataset, column: column.column, row };
            one.parts.push(Part { cell, weight: Some(Number::ZERO), value: Number::ONE });
        }
        one
    }

    /// A stated figure: what all its printings may stand for.
    fn stated(&self, column: &Column, row: u32) -> Result<Amount, Reason> {
        let own = CellRef { dataset: column.dataset, column: column.column, row };
        let amount = self.cell(column, row)?;
        let printings = self.facts.printings_of(own)?;
        if printings.is_empty() || self.changed.is_some_and(|(changed, _)| changed == own) {
            return Ok(amount);
        }
        let read = printings.iter().map(|cell| self.cell(&self.facts.reader(*cell), cell.row));
        match Amount::of_printings(read.collect::<Result<_, _>>()?) {
            Some(together) => {
                let part = Part { cell: own, weight: Some(Number::ONE), value: together.value.clone() };
                Ok(Amount { parts: vec![part], ..together })
            }
            None => Err(Reason { text: EXCLUDE.to_string(), cells: printings }),
        }
    }

    /// The sum. A cell that one side adds and the other takes off is one number, and may not be two values at once:
    /// `p - p` is 0, whatever `p` is.
    fn taken_together(&self, mut left: Amount, mut right: Amount) -> Amount {
        let taken: BTreeMap<CellRef, usize> =
            right.parts.iter().enumerate().map(|(at, part)| (part.cell, at)).collect();
        let mut rest = Vec::new();
        for at in 0..left.parts.len() {
            let part = &left.parts[at];
            let Some(other) = taken.get(&part.cell).copied() else { continue };
            let (Some(own), Some(off)) = (&part.weight, &right.parts[other].weight) else { continue };
            if own.is_zero() || off.is_zero() || own.is_negative() == off.is_negative() {
                continue;
            }
            let Some(cell) = self.printed_once(part.cell) else { continue };
            let both = own.add(off);
            let out = |extent: &Extent, of_cell: &Extent, weight: &Number| extent.without(&of_cell.scale(weight));
            let narrow = out(&left.narrow, &cell.narrow, own).zip(out(&right.narrow, &cell.narrow, off));
            let wide = out(left.wide(), cell.wide(), own).zip(out(right.wide(), cell.wide(), off));
            let (Some(narrow), Some(wide)) = (narrow, wide) else { continue };
            // `exact(p)` does not stand for all that `p` stands for, which then cannot be taken out of it.
            if [&narrow.0, &narrow.1, &wide.0, &wide.1].into_iter().any(Extent::is_empty) {
                continue;
            }
            rest.push((both.clone(), cell));
            left.parts[at].weight = Some(both);
            right.parts[other].weight = Some(Number::ZERO);
            (left.wide, left.narrow) = ((wide.0 != narrow.0).then_some(wide.0), narrow.0);
            (right.wide, right.narrow) = ((wide.1 != narrow.1).then_some(wide.1), narrow.1);
        }
        right
            .parts
            .retain(|part| !(taken.contains_key(&part.cell) && part.weight.as_ref().is_some_and(Number::is_zero)));
        let value = left.value.add(&right.value);
        let sum = rest.into_iter().fold(left.add(right), |sum, (weight, cell)| {
            let of_cell = Amount { parts: Vec::new(), ..cell }.mul(Amount::exact(weight));
            sum.add(of_cell)
        });
        Amount { value, ..sum }
    }

    /// A cell that stands for itself: not one of several printings of one number.
    fn printed_once(&self, cell: CellRef) -> Option<Amount> {
        let reader = self.facts.reader(cell);
        (!self.facts.has_printings(cell.dataset)).then(|| self.stated(&reader, cell.row).ok()).flatten()
    }

    fn cell(&self, column: &Column, row: u32) -> Result<Amount, Reason> {
        let cell = CellRef { dataset: column.dataset, column: column.column, row };
        if let Some((_, amount)) = self.changed.filter(|(changed, _)| *changed == cell) {
            return Ok(amount.clone());
        }
        self.facts.amount(column, row)?.ok_or_else(|| {
            let name = self.facts.name_of(cell);
            let state = if self.facts.is_null(column, row) { "null" } else { "text" };
            Reason { text: format!("{name} is {state} in row {}", row + 1), cells: vec![cell] }
        })
    }

    fn row_of(&self, column: &Column, frame: Option<&Frame<'_>>) -> Result<u32, Reason> {
        match Frame::find(frame, column.dataset) {
            Some(Rows::One(row)) => Ok(row),
            Some(Rows::Group(rows)) => {
                let first = rows.first().copied().ok_or_else(|| Reason::new("the group has no row"))?;
                let same = |row: &u32| self.facts.text(column, *row) == self.facts.text(column, first);
                if rows.iter().all(same) { Ok(first) } else { Err(self.several(column, rows.len())) }
            }
            None => self.selected(column, None, frame),
        }
    }

    fn several(&self, column: &Column, found: usize) -> Reason {
        let name = self.facts.name_of(CellRef { dataset: column.dataset, column: column.column, row: 0 });
        Reason::new(format!("expected one row for {name}, found {found}"))
    }

    fn selected(&self, column: &Column, test: Option<&Test>, frame: Option<&Frame<'_>>) -> Result<u32, Reason> {
        match self.rows(column.dataset, test, frame)?[..] {
            [row] => Ok(row),
            ref rows => Err(self.several(column, rows.len())),
        }
    }

    /// The rows of a dataset that a condition leaves: of the group at hand, or of all.
    pub fn rows(&self, dataset: u32, test: Option<&Test>, frame: Option<&Frame<'_>>) -> Result<Vec<u32>, Reason> {
        let group = match Frame::find(frame, dataset) {
            Some(Rows::Group(rows)) => Some(rows),
            _ => None,
        };
        let found = match (group, test) {
            (None, Some(test)) => self.looked_up(dataset, test, frame)?,
            _ => None,
        };
        let all = match group.or(found) {
            Some(rows) => rows.to_vec(),
            None => (0..self.facts.datasets[dataset as usize].rows() as u32).collect(),
        };
        let Some(test) = test else { return Ok(all) };
        let mut kept = Vec::new();
        for row in all {
            if self.holds(test, Some(&Frame { dataset, rows: Rows::One(row), outer: frame }))? == Some(true) {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// The rows that an equality in the condition leaves, by the column's index: `where k = t.k` looks at few rows, not
    /// at all for each row of `t`. `None` where there is no such equality, or too few rows to make an index of.
    fn looked_up(&self, dataset: u32, test: &Test, frame: Option<&Frame<'_>>) -> Result<Option<&'e [u32]>, Reason> {
        if self.facts.datasets[dataset as usize].rows() < 32 {
            return Ok(None);
        }
        match test {
            Test::And(a, b) => match self.looked_up(dataset, a, frame)? {
                Some(rows) => Ok(Some(rows)),
                None => self.looked_up(dataset, b, frame),
            },
            Test::Compare(a, Comparison::Equal, b) => {
                let own = |node: &Node| matches!(node, Node::Column(column) if column.dataset == dataset);
                let outside = |node: &Node| match node {
                    Node::Column(column) => column.dataset != dataset,
                    Node::Text(_) | Node::Constant(_) | Node::Cell(..) => true,
                    _ => false,
                };
                let (column, other) = match (a, b) {
                    (Node::Column(column), other) if own(a) && outside(other) => (column, other),
                    (other, Node::Column(column)) if own(b) && outside(other) => (column, other),
                    _ => return Ok(None),
                };
                let key = match self.field(other, frame)? {
                    Field::Text(text) => Key::Text(text.into_owned()),
                    Field::Number(number) => Key::Number(number),
                    Field::Null => return Ok(Some(&[])),
                };
                let facts: &'e Facts<'a> = self.facts;
                Ok(Some(facts.index(column)?.get(&key).map_or(&[], Vec::as_slice)))
            }
            _ => Ok(None),
        }
    }

    /// Whether a condition holds; as in SQL, nobody knows for a null, and neither for the opposite.
    fn holds(&self, test: &Test, frame: Option<&Frame<'_>>) -> Result<Option<bool>, Reason> {
        let is = |a: &Field<'_>, b: &Field<'_>| compare(a, b).map(|order| order == Ordering::Equal);
        Ok(match test {
            Test::And(a, b) => match (self.holds(a, frame)?, self.holds(b, frame)?) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Test::Or(a, b) => match (self.holds(a, frame)?, self.holds(b, frame)?) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Test::Not(inner) => self.holds(inner, frame)?.map(|holds| !holds),
            Test::Compare(left, comparison, right) => {
                let order = compare(&self.field(left, frame)?, &self.field(right, frame)?);
                order.map(|order| comparison.holds(order))
            }
            Test::InList(value, list) => {
                let value = self.field(value, frame)?;
                if matches!(value, Field::Null) {
                    return Ok(None);
                }
                for entry in list {
                    if is(&value, &self.field(entry, frame)?) == Some(true) {
                        return Ok(Some(true));
                    }
                }
                Some(false)
            }
            Test::InColumn(value, column) => {
                let value = self.field(value, frame)?;
                let key = match value {
                    Field::Text(text) => Key::Text(text.into_owned()),
                    Field::Number(number) => Key::Number(number),
                    Field::Null => return Ok(None),
                };
                Some(self.facts.index(column)?.contains_key(&key))
            }
        })
    }

    fn field(&self, node: &Node, frame: Option<&Frame<'_>>) -> Result<Field<'a>, Reason> {
        match node {
            Node::Text(text) => Ok(Field::Text(Cow::Owned(text.to_string()))),
            Node::Column(column) => self.column_field(column, self.row_of(column, frame)?),
            Node::Select(column, test) => self.column_field(column, self.selected(column, test.as_deref(), frame)?),
            other => Ok(Field::Number(self.amount(other, frame)?.value)),
        }
    }

    fn column_field(&self, column: &Column, row: u32) -> Result<Field<'a>, Reason> {
        if column.is_number() {
            return Ok(self.facts.amount(column, row)?.map_or(Field::Null, |amount| Field::Number(amount.value)));
        }
        Ok(self.facts.text(column, row).map_or(Field::Null, Field::Text))
    }

    /// The text of an expression in a row, for relations between texts; `None` for null.
    pub fn text(&self, node: &Node, frame: Option<&Frame<'_>>) -> Result<(Option<String>, Vec<CellRef>), Reason> {
        let (column, row) = match node {
            Node::Text(text) => return Ok((Some(text.to_string()), Vec::new())),
            Node::Cell(column, row) => (column, *row),
            Node::Column(column) => (column, self.row_of(column, frame)?),
            Node::Select(column, test) => (column, self.selected(column, test.as_deref(), frame)?),
            other => {
                let amount = self.amount(other, frame)?;
                return Ok((Some(amount.value.to_string()), amount.parts.iter().map(|part| part.cell).collect()));
            }
        };
        let cell = CellRef { dataset: column.dataset, column: column.column, row };
        Ok((self.facts.text(column, row).map(Cow::into_owned), vec![cell]))
    }
}

fn compare(a: &Field<'_>, b: &Field<'_>) -> Option<Ordering> {
    match (a, b) {
        (Field::Text(a), Field::Text(b)) => Some(a.cmp(b)),
        (Field::Number(a), Field::Number(b)) => Some(a.cmp(b)),
        _ => None,
    }
}
