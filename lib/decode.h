/*
 * A file or standard input as UTF-8, whatever the clerk's program wrote.
 *
 * BOM; else strict UTF-8, unless every character of it is below U+0800 and the
 * same bytes are GB18030 Han (谢伟 as GBK is valid UTF-8); else strict GB18030
 * with 0x80 as the euro sign; else refused. The whole input is judged before
 * the first byte is given; standard input is spooled to an unlinked file.
 * Memory does not grow with the file.
 */
#ifndef NBR_DECODE_H
#define NBR_DECODE_H

#include "msg.h"

struct decode;

/*
 * Opens path ("-": standard input) in an encoding: NULL or "auto", else
 * "utf-8", "gb18030", "utf-16". Returns NULL only when memory is out; then ask
 * decode_fault: FAULT_NONE, or why it is refused (FAULT_ENCODING, FAULT_NUL, FAULT_WORKBOOK,
 * FAULT_MOJIBAKE, FAULT_EMPTY), or errno in decode_errno when it cannot be read.
 */
struct decode *decode_open(const char *path, const char *encoding);
enum fault decode_fault(const struct decode *);
int decode_errno(const struct decode *);
int64_t decode_line(const struct decode *);	/* of the first bad byte, or 0 */

const char *decode_encoding(const struct decode *);	/* "UTF-8", "GB18030", "UTF-16LE" */
bool decode_ambiguous(const struct decode *);	/* the 谢伟 exception was used */

/* SHA-256 of the bytes as they were, 64 hex digits; "" when they could not be
 * read again. Ask late: a large file is hashed by a thread meanwhile. */
const char *decode_digest(struct decode *);

/*
 * The next bytes, UTF-8 without a BOM: 1 and *part, 0 at the end, -1 failed
 * (errno; ESTALE: the file was written to meanwhile). Valid until the next
 * call. A part never ends within a character.
 */
int decode_read(struct decode *, struct text *part);

/* Starts again from the first byte. */
void decode_rewind(struct decode *);

void decode_close(struct decode *);

#endif
