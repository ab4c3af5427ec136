//! Why crossfoot could not do its job: rare, about files and folders, never about the data in them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Something outside the data stood in the way.
#[derive(Debug)]
pub enum Error {
    /// Reading or writing a path did not work.
    Path {
        /// What was tried: `read`, `write`, `create`, `replace`.
        verb: &'static str,
        /// The path, always given.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Writing to standard output or reading standard input did not work.
    Stream(io::Error),
    /// Something else, in one line that says what was expected, what was found and what to do.
    Other(String),
}

impl Error {
    /// A system error about a path, for `map_err`.
    pub fn path<'a>(verb: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
        move |source| Error::Path { verb, path: path.to_path_buf(), source }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Stream(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Path { verb, path, source } => {
                let reason = source.to_string().to_lowercase();
                let reason = reason.split(" (os error").next().unwrap_or_default();
                write!(f, "could not {verb} {}: {reason}", path.display())
            }
            Error::Stream(source) => write!(f, "could not use a standard stream: {source}"),
            Error::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Path { source, .. } | Error::Stream(source) => Some(source),
            Error::Other(_) => None,
        }
    }
}
