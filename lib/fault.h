/*
 * The codes of everything nbr refuses, with the words and the remedy of each.
 * Included by msg.h alone. A code is never renamed; a new one goes to the end
 * of its group.
 */
#define FAULTS \
	/* files */ \
	X(FAULT_ENCODING, "encoding-unknown", N_("neither UTF-8, UTF-16 nor GB18030"), N_("save it again as CSV UTF-8, or name its encoding with -i")) \
	X(FAULT_MOJIBAKE, "mojibake", N_("characters were lost when this file was made"), N_("export it again from the original; lost characters cannot be turned back")) \
	X(FAULT_AMBIGUOUS_ENCODING, "encoding-ambiguous", N_("read as GB18030; the bytes would also be UTF-8"), N_("if names look wrong, name the encoding with -i")) \
	X(FAULT_HEADING, "heading-missing", N_("no heading row found"), N_("the first row needs headings such as the verb template writes; or use --map and --header-row")) \
	X(FAULT_HEADING_NEEDED, "heading-needed", N_("a needed column is missing"), N_("add the column, or map one with --map 'heading=column'")) \
	X(FAULT_HEADING_TWICE, "heading-twice", N_("two columns mean the same"), N_("remove one, or choose with --map")) \
	X(FAULT_HEADING_UNKNOWN, "heading-unknown", N_("this column is not known and was ignored"), N_("map it with --map 'heading=column' if it matters")) \
	X(FAULT_EMPTY, "file-empty", N_("there are no rows in it"), "") \
	X(FAULT_WIDE_DELIMITER, "delimiter-fullwidth", N_("the cells are parted by full-width commas"), "") \
	X(FAULT_HEADING_ABSENT, "heading-absent", N_("there is no such heading in the file"), N_("name headings as they stand in the file")) \
	X(FAULT_HEADING_NEAR, "heading-near", N_("this column is not known"), N_("correct the heading; or --map 'heading=column' tells what it means, and 'heading=' leaves it out")) \
	X(FAULT_WORKBOOK, "workbook", N_("this is a workbook, not a text file"), N_("xlsx2csv -f %Y-%m-%d FILE | nbr-household import - reads it; or save it as CSV UTF-8")) \
	X(FAULT_FORM_FILE, "form-file", N_("the form file is wrong there"), N_("nbr-form(5) tells how one is written")) \
	/* rows */ \
	X(FAULT_QUOTE, "quote-open", N_("a quotation mark is opened and never closed"), N_("close or remove the quotation mark")) \
	X(FAULT_SHORT, "row-short", N_("the row has fewer cells than the heading"), N_("fill the row up, or remove line ends within it")) \
	X(FAULT_LONG, "row-long", N_("the row has more cells than the heading"), N_("quote cells that hold the delimiter")) \
	X(FAULT_CELL_SIZE, "cell-size", N_("the cell is longer than 64 KiB"), N_("look for a missing quotation mark or line end")) \
	X(FAULT_NUL, "nul", N_("the row holds a NUL byte"), N_("the file is damaged or not a text file")) \
	X(FAULT_ROW_SKIPPED, "row-skipped", N_("skipped: a title, total or signature row"), "") \
	/* cells */ \
	X(FAULT_MISSING, "missing", N_("is needed and is empty"), N_("fill it in")) \
	X(FAULT_LOST_CHARACTER, "lost-character", N_("a character was lost and became ?"), N_("save as CSV UTF-8, not as ANSI, and enter what was lost again")) \
	X(FAULT_TEXT_SIZE, "text-size", N_("is too long"), N_("a name or a door number has 200 characters at most, other text 1000")) \
	X(FAULT_NUMBER, "number", N_("is not a whole number"), N_("write digits only")) \
	X(FAULT_RANGE, "count-range", N_("is out of range"), N_("a household has 1 to 99 members, a person 0 to 150 years, an activity up to 100000 residents")) \
	X(FAULT_COUNT_WORD, "count-word", N_("is a word, not digits"), N_("write it with digits: 4")) \
	X(FAULT_SCIENTIFIC, "code-scientific", N_("a spreadsheet turned this number into scientific notation; digits are lost"), N_("format the column as text and enter the numbers again")) \
	X(FAULT_DATE_INVALID, "date-invalid", N_("there is no such day"), N_("correct the day")) \
	X(FAULT_DATE_AMBIGUOUS, "date-ambiguous", N_("the day can be read in several ways"), N_("write YYYY-MM-DD")) \
	X(FAULT_DATE_INCOMPLETE, "date-incomplete", N_("the day of the month is missing"), N_("write YYYY-MM-DD")) \
	X(FAULT_DATE_TIME, "date-time", N_("a time of day, not a day"), N_("write YYYY-MM-DD")) \
	X(FAULT_DATE_WORD, "date-word", N_("is not a day"), N_("write YYYY-MM-DD")) \
	X(FAULT_DATE_RANGE, "date-range", N_("the day is too far away"), N_("a day lies between 1880-01-01 and a year from today")) \
	X(FAULT_DATE_SERIAL, "date-serial", N_("a spreadsheet's serial number, taken as a day"), "") \
	X(FAULT_DATE_FUTURE, "date-future", N_("the day has not come yet"), N_("correct the day, or run it with --on on that day")) \
	X(FAULT_ID_SCIENTIFIC, "id-scientific", N_("a spreadsheet turned this number into scientific notation; digits are lost"), N_("format the column as text and enter the numbers again")) \
	X(FAULT_ID_LENGTH, "id-length", N_("an identity number has 18 characters"), N_("compare with the card")) \
	X(FAULT_ID_OTHER, "id-other", N_("not a resident identity number"), N_("leave the cell empty and put other papers into the note")) \
	X(FAULT_ID_AREA, "id-area", N_("the first two digits are no province"), N_("compare with the card")) \
	X(FAULT_ID_DATE, "id-date", N_("the birth day in it does not exist"), N_("compare with the card")) \
	X(FAULT_ID_FUTURE, "id-future", N_("the birth day in it has not come yet"), N_("compare with the card")) \
	X(FAULT_ID_CHECK, "id-check", N_("the last character does not fit the others"), N_("compare with the card: a digit is wrong or two are swapped")) \
	X(FAULT_ID_OLD, "id-15", N_("15 digits, made into 18"), "") \
	X(FAULT_PHONE_SCIENTIFIC, "phone-scientific", N_("a spreadsheet turned this number into scientific notation; digits are lost"), N_("format the column as text and enter the numbers again")) \
	X(FAULT_PHONE_ZERO, "phone-zero", N_("a landline without its leading zero"), N_("write it with the area code: 0731-84086001")) \
	X(FAULT_PHONE_FORM, "phone-form", N_("not a phone number"), N_("11 digits of a mobile, or area code and number of a landline")) \
	X(FAULT_DOOR_DATE, "door-date", N_("a spreadsheet turned this number into a date"), N_("format the column as text and enter the numbers again, such as 3-2; a door number that truly has five digits is written with the word for number after it")) \
	X(FAULT_WORD, "word-unknown", N_("is none of the words known here"), "") \
	X(FAULT_CLASS, "class-unknown", N_("no such class in the rulebook of that day"), N_("nbr-rule list class shows them")) \
	X(FAULT_TAG, "tag-unknown", N_("no such tag in the rulebook of that day"), N_("nbr-rule list tag shows them")) \
	X(FAULT_AREA_FORM, "area-form", N_("is not the code of an area"), N_("12 digits of a village, then .01 for a piece, .01.03 a group, .01.03.07 a neighbourhood")) \
	X(FAULT_AREA_UNKNOWN, "area-unknown", N_("no such area"), N_("import the areas first; nbr-area list shows them")) \
	X(FAULT_AREA_LEVEL, "area-level", N_("the area is of another level than is needed here"), "") \
	X(FAULT_AREA_PARENT, "area-parent", N_("the area it lies in is not known"), N_("list every area after the one it lies in")) \
	X(FAULT_AREA_MISSING, "area-missing", N_("the area is missing"), N_("fill it in on each row, or name it with -A; of merged cells only the first is filled: --fill-down HEADING,... copies it down")) \
	X(FAULT_AREA_AMBIGUOUS, "area-ambiguous", N_("several areas have this name"), N_("write the code, or a path: village/group/neighbourhood")) \
	X(FAULT_AREA_OTHER, "area-other", N_("names another area than the code beside it"), N_("correct one of the two, or leave one of the columns out")) \
	X(FAULT_HOUSEHOLD_FORM, "household-form", N_("is not the number of a household"), N_("18 digits, or village-H0042")) \
	X(FAULT_HOUSEHOLD_SHORT, "household-short", N_("the number does not say of which village"), N_("write village-H0042, or name the village with -A")) \
	X(FAULT_HOUSEHOLD_UNKNOWN, "household-unknown", N_("no such household"), N_("import the roster first")) \
	X(FAULT_HOUSEHOLD_VILLAGE, "household-village", N_("the household's number begins with another village"), N_("correct the number or the area")) \
	X(FAULT_VILLAGE_OTHER, "village-other", N_("this login does not work for the village"), N_("leave the row to the village's own office, or have it granted with nbr-access")) \
	X(FAULT_CLOSED, "closed", N_("the household is not on the register on that day"), N_("compare the day with the day it was closed")) \
	X(FAULT_HEAD_MISSING, "head-missing", N_("the household has no head"), N_("name the head")) \
	X(FAULT_MEMBER_ORPHAN, "member-orphan", N_("the member's household was not accepted"), N_("correct the row of its head first, or add one")) \
	X(FAULT_CHIEF_UNKNOWN, "chief-unknown", N_("no such chief"), N_("nbr-chief list shows them")) \
	X(FAULT_POST_TAKEN, "post-taken", N_("somebody else holds this post on that day"), N_("end that post first: nbr-chief end")) \
	X(FAULT_DUPLICATE, "duplicate", N_("stands twice in this file"), N_("remove one of the rows; where each row is a person it needs the relation to the head")) \
	X(FAULT_EXISTS, "exists", N_("is stored already, with other values"), N_("--on-duplicate update takes the new values, skip keeps the old")) \
	X(FAULT_ID_TWICE, "id-twice", N_("this identity number belongs to another household"), N_("find out where the person lives; one person, one household")) \
	X(FAULT_FORM_RULE, "rule-form", N_("a field of the rule is missing, or is not as this kind of rule has it"), N_("nbr-rule(1) lists what each kind of rule needs")) \
	X(FAULT_RULE_OVERLAP, "rule-overlap", N_("another version of the rule holds at that time"), N_("a new version begins after the newest one began; nbr-rule show lists them")) \
	X(FAULT_RULE_FULL, "rule-full", N_("there is no room for another rule of this kind"), N_("at most 15 classes, 62 tags and 64 versions of visit rules")) \
	X(FAULT_ID_ZEROED, "id-zeroed", N_("the last digits became 000: a spreadsheet keeps only 15"), N_("format the column as text and enter the numbers again")) \
	X(FAULT_ID_SEX, "id-sex", N_("the identity number is that of the other sex"), N_("one of the two is wrong: compare with the card")) \
	X(FAULT_ID_BIRTH, "id-birth", N_("the identity number has another birth day"), N_("one of the two is wrong: compare with the card")) \
	X(FAULT_ID_AGE, "id-age", N_("by the identity number the age is another one"), N_("one of the two is wrong: compare with the card")) \
	X(FAULT_PHONE_DECIMAL, "phone-decimal", N_("a spreadsheet took the number for an amount and added a decimal point"), N_("format the column as text and enter the numbers again")) \
	X(FAULT_PHONE_MANY, "phone-many", N_("more phone numbers, or longer remarks, than a cell keeps"), N_("at most 4 numbers; put the others into the note")) \
	X(FAULT_PHONE_AREA, "phone-area", N_("a landline without its area code, completed with that of the town"), "") \
	X(FAULT_MASKED, "masked", N_("the number is masked"), N_("export it with --reveal, or leave the column out")) \
	X(FAULT_TIME_WORD, "time-word", N_("is not a day and time"), N_("write YYYY-MM-DD HH:MM")) \
	X(FAULT_TIME_INVALID, "time-invalid", N_("there is no such day or time"), N_("correct it; YYYY-MM-DD HH:MM")) \
	X(FAULT_TIME_ORDER, "time-order", N_("comes before a step that goes before it"), N_("correct one of the two times")) \
	X(FAULT_KIND, "kind-unknown", N_("no such kind in the rulebook of that day"), N_("nbr-rule list order and nbr-rule list activity show them")) \
	X(FAULT_SCORE, "score-range", N_("a score is a number from 1 to 5"), "") \
	X(FAULT_REF_OTHER, "ref-other", N_("this reference stands with another order"), N_("one order, one number in the other system")) \
	X(FAULT_HISTORY, "history-other", N_("the order is stored with another history"), N_("what was done is not rewritten: correct the row, or --on-duplicate skip keeps what is stored")) \
	X(FAULT_SCORE_OPEN, "score-open", N_("a score, and nothing says that it was done"), N_("fill in when it was finished or confirmed, or leave the score out")) \
	X(FAULT_ORDER_LEVEL, "order-level", N_("an order stands at the level of its area, or above it if it was passed up"), N_("correct the level, or leave it out")) \
	X(FAULT_CHIEF_OTHER, "chief-other", N_("names another chief than the number beside it"), N_("correct one of the two, or leave one of the columns out")) \
	X(FAULT_CHIEF_OPEN, "chief-open", N_("a chief, and nothing says that it was taken"), N_("fill in when it was taken or finished, or leave the chief out")) \
	X(FAULT_DUTY, "duty-unknown", N_("no such duty, ban or role in the rulebook"), N_("nbr-rule list duty, list ban and list role show them")) \
	X(FAULT_BALANCE, "balance-other", N_("is not the balance before it and these points"), N_("correct the points or the balance, or leave the balances out: --map 'heading='")) \
	X(FAULT_RULE_AWARDED, "rule-awarded", N_("points were awarded by this version: what it is for and its figures stay"), N_("write a new version, with a later first day")) \
	X(FAULT_AMOUNT, "amount-range", N_("is out of range"), N_("1 to 1000000 points, with - before them when they were taken; a stock of 0 to 1000000")) \
	/* requests */ \
	X(FAULT_NOT_FOUND, "not-found", N_("there is no such record"), "") \
	X(FAULT_AMBIGUOUS, "ambiguous", N_("several records fit"), N_("write more of it")) \
	X(FAULT_STATE, "state", N_("that cannot be done in the state it is in"), "") \
	X(FAULT_REF_USED, "ref-used", N_("this reference was used for another request"), N_("choose another --ref")) \
	X(FAULT_PERSONAL, "personal", N_("identity and phone numbers are masked"), N_("leave the column out, or give --reveal and --reason")) \
	X(FAULT_BUSY, "busy", N_("the database is in use"), N_("run it again; nothing is done twice")) \
	X(FAULT_UNKNOWN, "outcome-unknown", N_("the last step failed; it may be stored or not"), N_("run it again with the same --ref; nothing is done twice")) \
	X(FAULT_DB_MISSING, "db-missing", N_("there is no database there"), N_("make one with nbr-db init, or name another with -D or NBR_DB")) \
	X(FAULT_DB_FOREIGN, "db-foreign", N_("this is not a database of nbr"), N_("name another with -D or NBR_DB")) \
	X(FAULT_DB_OLD, "db-old", N_("the database is of an older version"), N_("run nbr-db migrate")) \
	X(FAULT_DB_NEW, "db-new", N_("the database is of a newer version"), N_("install a newer nbr")) \
	X(FAULT_DB_READONLY, "db-readonly", N_("the database cannot be written"), N_("check the permissions of the file and its directory")) \
	X(FAULT_DB_DAMAGED, "db-damaged", N_("the database is damaged"), N_("restore a backup with nbr-db restore; keep the damaged file")) \
	X(FAULT_DB_FULL, "db-full", N_("the disk is full; nothing was changed"), N_("free some space and run it again")) \
	X(FAULT_DB_IO, "db-io", N_("the disk failed; nothing was changed"), N_("check the disk and the system log")) \
	X(FAULT_DB_UNREACHABLE, "db-unreachable", N_("the database server did not answer or went away"), N_("is it running, and are the host and the port right? run it again; nothing is done twice")) \
	X(FAULT_DB_LOGIN, "db-login", N_("the database server refused the login"), N_("is the login right? its password goes into ~/.pgpass (mode 0600) or into a service file, never into the URL")) \
	X(FAULT_DB_RIGHTS, "db-rights", N_("this role has no right to that"), N_("the owner of the database gives rights with nbr-access; see nbr-server(7)")) \
	X(FAULT_DB_STANDBY, "db-standby", N_("this server is a standby, which cannot be written"), N_("name all servers in the URL, with target_session_attrs=read-write")) \
	X(FAULT_DB_COLLATION, "db-collation", N_("the database is not in UTF-8 with C collation"), N_("createdb -O OWNER -T template0 -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 NAME makes one that is")) \
	X(FAULT_DB_SERVER, "db-server", N_("this is no server that nbr can use"), N_("PostgreSQL 15 or later is needed")) \
	X(FAULT_DB_LIBRARY, "db-library", N_("the library for PostgreSQL is missing"), N_("apt-get install libpq5")) \
	X(FAULT_DB_FAILED, "db-failed", N_("the database refused a statement"), N_("please report this with the line above")) \
	X(FAULT_ORDER_STEP, "order-step", N_("the order is not in a state for that"), "") \
	X(FAULT_ORDER_TOP, "order-top", N_("there is nobody above the town"), N_("settle it there, or cancel it with a reason")) \
	X(FAULT_ORDER_TIME, "order-time", N_("that is before its last step"), N_("steps are taken in the order of time; correct --at or --on")) \
	X(FAULT_CONFIRM_NOBODY, "confirm-nobody", N_("nobody confirms it"), N_("the order has no household: name who confirms with --person")) \
	X(FAULT_CHIEF_POST, "chief-post", N_("the chief holds no post in the village on that day"), N_("name one who does; nbr-chief list shows them")) \
	X(FAULT_ORDER_LIKE, "order-like", N_("an open order of the neighbourhood says the same"), N_("if it is the same need, cancel one of them")) \
	X(FAULT_ACTIVITY_CLOSED, "activity-closed", N_("its record is closed"), "") \
	X(FAULT_POINTS_SHORT, "points-short", N_("there are not so many points to spend"), N_("provisional points, and those under an objection, cannot be spent; nbr-points balance shows them")) \
	X(FAULT_STOCK_SHORT, "stock-short", N_("there is not so much of it in stock"), N_("nbr-goods restock books what came in; nbr-goods count what is there")) \
	X(FAULT_CAUSE_UNKNOWN, "cause-unknown", N_("nothing of the kind is there to award for"), N_("a deed awards for a confirmed order, a visit that counts, a chief who was there, a commendation")) \
	X(FAULT_CAP, "cap-reached", N_("the cap of the deed is reached"), N_("nbr-rule explain shows the caps")) \
	X(FAULT_PERIOD_CLOSED, "period-closed", N_("the period is closed"), N_("enter it with a later day; the reason may name the day that is meant")) \
	X(FAULT_REVERSED, "reversed", N_("the entry is reversed already"), "") \
	X(FAULT_REVERSE_WHAT, "reverse-what", N_("an entry of this kind is not reversed"), N_("an award, a deduction or an exchange is")) \
	X(FAULT_DEED_UNKNOWN, "deed-unknown", N_("no such deed in the rulebook of that day"), N_("nbr-rule list deed shows them")) \
	X(FAULT_DEED_SIDE, "deed-side", N_("the deed is of the other side"), N_("award takes deeds that award, deduct those that deduct")) \
	X(FAULT_AWARDED, "awarded", N_("it was awarded before"), N_("one cause, one award")) \
	X(FAULT_EXCHANGE_STATE, "exchange-state", N_("the exchange is closed"), "") \
	X(FAULT_EXCHANGE_LATE, "exchange-late", N_("the days to collect it are over"), N_("settle returns its points")) \
	X(FAULT_GOODS_UNKNOWN, "goods-unknown", N_("no such goods in the village's shop on that day"), N_("nbr-goods list shows them")) \
	X(FAULT_OBJECTION, "objection", N_("there is no objection to decide, or there is one already"), "") \
	X(FAULT_NOTICE_OVER, "notice-over", N_("its days of public notice are over"), N_("a mistake found later is reversed with a reason")) \
	X(FAULT_LEDGER, "ledger-broken", N_("the ledger is not what it was"), N_("nbr-points verify names the first entry that is wrong")) \
	X(FAULT_LEDGER_UNDO, "ledger-undo", N_("the ledger is never taken back"), N_("nbr-points reverse takes the points back by a later entry")) \
	X(FAULT_STOCK_UNDO, "stock-undo", N_("the moves of a stock are never taken back"), N_("nbr-goods set, count and retire put it right")) \
	X(FAULT_SIGNATURE, "signature-other", N_("the signature is not one of that text"), N_("sign what nbr-points checkpoints -C words shows, with ssh-keygen -Y sign -n nbr-ledger, the auditor -n nbr-witness")) \
	X(FAULT_UNDO_DEPENDS, "undo-depends", N_("later records depend on it; nothing was taken back"), N_("undo the later imports first, the newest first; what was done by hand since cannot be undone: then correct the records by hand"))
