//! The encoding of a file that may be of any time and place: bytes go in, text comes out, with a finding that says why.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::canvas::Refusal;
use super::{GUESSED_ENCODING, Input, UNDECODABLE};
use crate::finding::{Finding, Findings};
use crate::source::Span;

/// A decoded file.
pub(super) struct Decoded<'b> {
    /// Its text, without a byte order mark.
    pub text: Cow<'b, str>,
    /// How many bytes of the file stand in front of the text, where it is UTF-8: then places in the text are places in
    /// the file, moved by this.
    pub utf8_from: Option<usize>,
}

/// Decodes a file: by its byte order mark, as UTF-8 if it is that, by `stated` (what the file says of itself), else by
/// what its bytes look like.
pub(super) fn decode<'b>(
    input: &Input<'b>,
    stated: Option<&str>,
    findings: &mut Findings,
) -> Result<Decoded<'b>, Refusal> {
    let bytes = input.bytes;
    let (encoding, mark, why) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark, "its byte order mark says so".to_owned()),
        None if wide(bytes).is_none() && is_utf8(bytes) => (UTF_8, 0, String::new()),
        None => match stated.and_then(|label| Encoding::for_label(label.as_bytes())) {
            Some(encoding) => (encoding, 0, "the file says so".to_owned()),
            None => match wide(bytes) {
                Some(encoding) => (encoding, 0, "every second byte of it is zero".to_owned()),
                None => (detected(bytes), 0, "its bytes are likeliest that".to_owned()),
            },
        },
    };
    if encoding == UTF_8 {
        let text = std::str::from_utf8(&bytes[mark..]).map_err(|error| {
            let at = mark + error.valid_up_to();
            let message = format!("expected UTF-8, found byte 0x{:02x} at byte {at}", bytes[at]);
            input.refuse(&UNDECODABLE, message)
        })?;
        return Ok(Decoded { text: Cow::Borrowed(text), utf8_from: Some(mark) });
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).ok_or_else(|| {
        let message = format!("expected {} because {why}, found bytes that are none", encoding.name());
        input.refuse(&UNDECODABLE, message)
    })?;
    let message = format!("expected UTF-8, found bytes that are none; read as {} because {why}", encoding.name());
    findings.push(Finding::new(&GUESSED_ENCODING, message).at(input.name, Span::new(0, 0), ""));
    Ok(Decoded { text: Cow::Owned(text.into_owned()), utf8_from: None })
}

/// True for UTF-8, also where it was cut or damaged in places: text in another encoding has hardly a character that is
/// right as UTF-8 by chance.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong == 0 || right >= 8 * wrong
}

/// UTF-16 without a byte order mark: text of any script has blanks, digits and delimiters, whose high byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even * 8 > head.len(), odd * 8 > head.len()) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // GBK is the part of GB18030 that old files use.
    if guess == encoding_rs::GBK { encoding_rs::GB18030 } else { guess }
}
