//! Packed files held against their limits before a reader sees them: a ZIP archive goes in, a refusal or nothing comes out.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::canvas::Refusal;
use super::{BROKEN_WORKBOOK, Input, PROTECTED_WORKBOOK, SUSPICIOUS_COMPRESSION, UNPACKED_TOO_LARGE, limits};

/// Opens the archive if all that it says of itself, and all that it unpacks to, stays below the limits.
pub(super) fn open<'b>(input: &Input<'b>) -> Result<ZipArchive<Cursor<&'b [u8]>>, Refusal> {
    let broken = |error: ZipError| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            input.refuse(&PROTECTED_WORKBOOK, "expected a workbook without a password, found an encrypted part")
        }
        error => input.refuse(&BROKEN_WORKBOOK, format!("expected a workbook, found an archive with a fault: {error}")),
    };
    let mut archive = ZipArchive::new(Cursor::new(input.bytes)).map_err(broken)?;
    if archive.len() > limits::PARTS {
        let message = format!("expected at most {} parts, found {}", limits::PARTS, archive.len());
        return Err(input.refuse(&UNPACKED_TOO_LARGE, message));
    }
    // What the directory says of sizes may be a lie: only unpacking tells.
    let mut total = 0_u64;
    let mut buffer = vec![0; 1 << 16];
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(broken)?;
        loop {
            let read = part.read(&mut buffer).map_err(|error| broken(error.into()))?;
            if read == 0 {
                break;
            }
            total += read as u64;
            if total > limits::SMALL_BYTES && total / limits::RATIO > input.bytes.len() as u64 {
                let message = format!(
                    "expected at most {} times the {} bytes of the file, found more",
                    limits::RATIO,
                    input.bytes.len()
                );
                return Err(input.refuse(&SUSPICIOUS_COMPRESSION, message));
            }
            if total > limits::UNPACKED_BYTES {
                let message = format!("expected at most {} bytes unpacked, found more", limits::UNPACKED_BYTES);
                return Err(input.refuse(&UNPACKED_TOO_LARGE, message));
            }
        }
    }
    Ok(archive)
}

/// True for an archive with a part of that name, by its bytes alone.
pub(super) fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name(part).is_some())
}
