//! What numeric cells printed beside their values: one entry a cell goes in, the whole column is kept small.

use super::{Mode, Precision, Qualifier};

/// What a numeric cell printed beside its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Decimals if every printed digit is significant, in the column's unit.
    pub decimals: i16,
    /// Decimals if trailing zeros of an integer are not significant.
    pub decimals_wide: i16,
    /// How the text hedges it.
    pub qualifier: Qualifier,
    /// How the report makes its numbers.
    pub mode: Mode,
}

impl Printed {
    /// What `precision` and `qualifier` say, in a report that rounds.
    pub const fn new(precision: Precision, qualifier: Qualifier) -> Printed {
        let (decimals, decimals_wide) = (short(precision.decimals), short(precision.decimals_wide));
        Printed { decimals, decimals_wide, qualifier, mode: Mode::Rounding }
    }
}

/// The nearest of the places that are kept.
const fn short(decimals: i32) -> i16 {
    if decimals > i16::MAX as i32 {
        i16::MAX
    } else if decimals < i16::MIN as i32 {
        i16::MIN
    } else {
        decimals as i16
    }
}

/// What the cells of one column printed, row by row.
///
/// Most columns print all their cells alike, and such a column is known at once, however long it is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Imprint(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    /// This many cells, all alike.
    Alike(Printed, usize),
    /// Cells that differ; or none.
    Each(Vec<Printed>),
}

impl Default for Form {
    fn default() -> Form {
        Form::Each(Vec::new())
    }
}

impl Imprint {
    /// How many cells it is of.
    pub fn len(&self) -> usize {
        match &self.0 {
            Form::Alike(_, rows) => *rows,
            Form::Each(cells) => cells.len(),
        }
    }

    /// True for a column that is not numeric, or has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the cell in row `row` printed.
    pub fn get(&self, row: usize) -> Option<&Printed> {
        match &self.0 {
            Form::Alike(printed, rows) => (row < *rows).then_some(printed),
            Form::Each(cells) => cells.get(row),
        }
    }

    /// What its cells printed, those that are all alike once.
    pub fn kinds(&self) -> &[Printed] {
        match &self.0 {
            Form::Alike(printed, _) => std::slice::from_ref(printed),
            Form::Each(cells) => cells,
        }
    }

    /// Adds the next row's cell.
    pub fn push(&mut self, printed: Printed) {
        match &mut self.0 {
            Form::Alike(all, rows) if *all == printed => *rows += 1,
            Form::Alike(all, rows) => {
                let mut cells = vec![*all; *rows];
                cells.push(printed);
                self.0 = Form::Each(cells);
            }
            Form::Each(cells) if cells.is_empty() => self.0 = Form::Alike(printed, 1),
            Form::Each(cells) => cells.push(printed),
        }
    }

    /// Corrects the cell in row `row`; of a row that is not there, nothing is known.
    pub fn set(&mut self, row: usize, printed: Printed) {
        if let Form::Alike(all, rows) = &self.0 {
            self.0 = Form::Each(vec![*all; *rows]);
        }
        if let Form::Each(cells) = &mut self.0
            && let Some(cell) = cells.get_mut(row)
        {
            *cell = printed;
        }
    }

    /// Adds the cells of `other`.
    pub fn append(&mut self, other: &Imprint) {
        (0..other.len()).filter_map(|row| other.get(row)).for_each(|printed| self.push(*printed));
    }

    /// Says how the report makes all these numbers.
    pub fn set_mode(&mut self, mode: Mode) {
        match &mut self.0 {
            Form::Alike(printed, _) => printed.mode = mode,
            Form::Each(cells) => cells.iter_mut().for_each(|printed| printed.mode = mode),
        }
    }
}

impl FromIterator<Printed> for Imprint {
    fn from_iter<I: IntoIterator<Item = Printed>>(cells: I) -> Imprint {
        let mut imprint = Imprint::default();
        cells.into_iter().for_each(|printed| imprint.push(printed));
        imprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(decimals: i32) -> Printed {
        Printed::new(Precision::of(decimals), Qualifier::Exact)
    }

    fn cells(imprint: &Imprint) -> Vec<Option<i16>> {
        (0..=imprint.len()).map(|row| imprint.get(row).map(|printed| printed.decimals)).collect()
    }

    #[test]
    fn cells_alike_are_one_kind_and_each_can_be_read() {
        let imprint: Imprint = [2, 2, 2].map(cell).into_iter().collect();
        assert_eq!(imprint.kinds(), [cell(2)]);
        assert_eq!(cells(&imprint), [Some(2), Some(2), Some(2), None]);
        assert_eq!(cells(&Imprint::default()), [None]);
    }

    #[test]
    fn a_cell_that_differs_parts_those_that_were_alike() {
        let mut imprint: Imprint = [2, 2].map(cell).into_iter().collect();
        imprint.push(cell(0));
        imprint.append(&[0, 1].map(cell).into_iter().collect());
        assert_eq!(cells(&imprint), [Some(2), Some(2), Some(0), Some(0), Some(1), None]);
        let mut alike: Imprint = [2, 2, 2].map(cell).into_iter().collect();
        alike.set(1, cell(5));
        alike.set(7, cell(9));
        assert_eq!(cells(&alike), [Some(2), Some(5), Some(2), None]);
    }
}
