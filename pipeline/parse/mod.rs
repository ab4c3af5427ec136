//! Stage 2: find tables in the text and cut them into cells. No typing here.

pub mod scan;
