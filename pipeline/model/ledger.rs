//! What became of every line of a source.

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Nothing but white space.
    Blank,
    /// In no other bucket; a finding.
    #[default]
    Unaccounted,
    /// Sentences and words that no dataset uses.
    Prose,
    /// Page numbers, running heads, rules.
    Furniture,
    /// Passed over by the recipe, with a reason.
    Ignored,
    /// A note below a table or chart.
    Note,
    /// A numbered heading.
    Heading,
    /// A dataset's header, caption, unit line.
    Header,
    /// A printed total.
    Total,
    /// Holds a cell of a dataset, a series or a figure.
    Cell,
}

impl Bucket {
    /// The name that outputs carry.
    pub fn name(self) -> &'static str {
        match self {
            Bucket::Blank => "blank",
            Bucket::Unaccounted => "unaccounted",
            Bucket::Prose => "prose",
            Bucket::Furniture => "furniture",
            Bucket::Ignored => "ignored",
            Bucket::Note => "note",
            Bucket::Heading => "heading",
            Bucket::Header => "header",
            Bucket::Total => "total",
            Bucket::Cell => "cell",
        }
    }
}

/// The bucket of each line of one source, from line 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    buckets: Vec<Bucket>,
}

impl Ledger {
    /// `lines` lines, all unaccounted.
    pub fn new(lines: u32) -> Ledger {
        Ledger { buckets: vec![Bucket::Unaccounted; lines as usize] }
    }

    /// Puts line `line` (counted from 1) into `bucket`, unless it is already in one that says more.
    pub fn mark(&mut self, line: u32, bucket: Bucket) {
        if let Some(held) = self.buckets.get_mut(line.saturating_sub(1) as usize)
            && (*held < bucket || *held == Bucket::Unaccounted)
        {
            *held = bucket;
        }
    }

    /// The bucket of line `line`, counted from 1.
    pub fn bucket(&self, line: u32) -> Bucket {
        self.buckets.get(line.saturating_sub(1) as usize).copied().unwrap_or_default()
    }

    /// All buckets, from line 1.
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }
}
