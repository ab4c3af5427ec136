//! Publishing: files go in, and processed/ is the old one or the new one, never a mixture, whatever is killed when.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{panic, thread};

use crate::emit;
use crate::error::Error;

/// The published folder, and the one beside it in which the next one grows.
const PUBLISHED: &str = "processed";
const STAGING: &str = ".processed.next";

/// How many files are written at a time: each waits for the disk, which makes many last as fast as one.
const WRITERS: usize = 8;

/// Holds the workspace while a build publishes; a second build waits.
pub struct Lock {
    _folder: File,
}

impl Lock {
    /// Waits for builds that run in the same workspace.
    ///
    /// # Errors
    /// Where the folder cannot be opened. A system that cannot lock folders does not lock.
    pub fn workspace(root: &Path) -> Result<Lock, Error> {
        let folder = File::open(root).map_err(Error::path("open", root))?;
        let _ = folder.lock();
        Ok(Lock { _folder: folder })
    }
}

/// Puts `files` in the place of what processed/ held. Files whose names begin with a dot stay.
///
/// Everything is written and synced in a folder beside processed/, then both change places in one step.
///
/// # Errors
/// Where a folder cannot be written; processed/ is then as it was.
pub fn publish(root: &Path, files: &[emit::File], _lock: &Lock) -> Result<(), Error> {
    let published = root.join(PUBLISHED);
    let staging = root.join(STAGING);
    if published.symlink_metadata().is_ok_and(|found| !found.is_dir()) {
        return Err(Error::Other(format!(
            "expected a folder {}, found something else; move it away",
            published.display()
        )));
    }
    remove(&staging)?;
    let outcome = stage(&published, &staging, files).and_then(|()| swap(root, &published, &staging, files));
    if outcome.is_err() {
        // What is left over is removed by the next build if it cannot be now.
        let _ = remove(&staging);
    }
    outcome
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::path("remove", folder)(error)),
        _ => Ok(()),
    }
}

fn stage(published: &Path, staging: &Path, files: &[emit::File]) -> Result<(), Error> {
    fs::create_dir(staging).map_err(Error::path("create", staging))?;
    let mut folders = vec![staging.to_path_buf()];
    let mut wanted = Vec::new();
    for file in files {
        let path = staging.join(&file.path);
        if let Some(folder) = path.parent().filter(|folder| !folders.iter().any(|known| known == folder)) {
            fs::create_dir_all(folder).map_err(Error::path("create", folder))?;
            folders.push(folder.to_path_buf());
        }
        wanted.push((path, Cow::from(&file.bytes)));
    }
    for name in dotfiles(published)? {
        let bytes = fs::read(published.join(&name)).map_err(Error::path("read", &published.join(&name)))?;
        wanted.push((staging.join(&name), bytes.into()));
    }
    write_synced(&wanted)?;
    folders.iter().rev().try_for_each(|folder| sync(folder))
}

/// The files of processed/ that publishing keeps (`.gitignore`).
fn dotfiles(published: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = match fs::read_dir(published) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::path("read", published)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::path("read", published))?;
        let dotted = entry.file_name().to_string_lossy().starts_with('.');
        if dotted && entry.path().is_file() {
            names.push(entry.file_name().into());
        }
    }
    Ok(names)
}

/// Writes files and makes their bytes last, several at a time.
fn write_synced(files: &[(PathBuf, Cow<'_, [u8]>)]) -> Result<(), Error> {
    let write = |(path, bytes): &(PathBuf, Cow<'_, [u8]>)| {
        let mut file = File::create(path).map_err(Error::path("write", path))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::path("write", path))
    };
    thread::scope(|scope| {
        let chunks = files.chunks(files.len().div_ceil(WRITERS).max(1));
        let writers: Vec<_> = chunks.map(|chunk| scope.spawn(move || chunk.iter().try_for_each(write))).collect();
        writers.into_iter().try_for_each(|writer| writer.join().unwrap_or_else(|cause| panic::resume_unwind(cause)))
    })
}

/// Makes the names in a folder last.
fn sync(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) { File::open(folder).and_then(|f| f.sync_all()).map_err(Error::path("sync", folder)) } else { Ok(()) }
}

fn swap(root: &Path, published: &Path, staging: &Path, files: &[emit::File]) -> Result<(), Error> {
    if !published.exists() {
        fs::rename(staging, published).map_err(Error::path("replace", published))?;
        return sync(root);
    }
    match exchange(staging, published) {
        Ok(()) => {
            sync(root)?;
            remove(staging)
        }
        Err(error) if is_unsupported(&error) => one_by_one(published, staging, files),
        Err(error) => Err(Error::path("replace", published)(error)),
    }
}

/// Two folders change places in one step (Linux 3.15, macOS 10.12).
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// For systems that cannot exchange folders: the old manifest goes first and the new one comes last, so that a reader
/// who finds no manifest, or a file that does not have its hash, knows to come again.
fn one_by_one(published: &Path, staging: &Path, files: &[emit::File]) -> Result<(), Error> {
    let manifest = published.join("datapackage.json");
    match fs::remove_file(&manifest) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::path("remove", &manifest)(error)),
        _ => {}
    }
    let wanted: Vec<_> = files.iter().map(|file| published.join(&file.path)).collect();
    remove_others(published, &wanted)?;
    for (file, to) in files.iter().zip(&wanted) {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(Error::path("create", folder))?;
        }
        fs::rename(staging.join(&file.path), to).map_err(Error::path("replace", to))?;
    }
    sync(published)?;
    remove(staging)
}

/// Removes what earlier builds published and this one does not.
fn remove_others(folder: &Path, wanted: &[PathBuf]) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::path("read", folder))? {
        let path = entry.map_err(Error::path("read", folder))?.path();
        let dotted = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            remove_others(&path, wanted)?;
            let _ = fs::remove_dir(&path);
        } else if !dotted && !wanted.contains(&path) {
            fs::remove_file(&path).map_err(Error::path("remove", &path))?;
        }
    }
    Ok(())
}
