/*
 * PostgreSQL's client library, loaded when a server is named for the first
 * time: linked, it would cost every command on a file more than its own start.
 */
#ifndef NBR_DB_PGSQL_LIB_H
#define NBR_DB_PGSQL_LIB_H

#include <postgresql/libpq-fe.h>
#include <stdbool.h>

#define PQ_FUNCTIONS(X) \
	X(backendPID) X(cancel) X(clear) X(cmdStatus) X(cmdTuples) X(connectdbParams) \
	X(connectionNeedsPassword) X(conninfoFree) X(conninfoParse) X(consumeInput) X(db) X(describePrepared) \
	X(errorMessage) X(exec) X(execParams) X(fname) X(finish) X(freeCancel) \
	X(ftype) X(getCancel) X(getResult) X(getisnull) X(getlength) \
	X(getvalue) X(isBusy) X(nfields) X(ntuples) X(parameterStatus) X(prepare) \
	X(putCopyData) X(putCopyEnd) X(reset) X(resultErrorField) X(resultStatus) \
	X(sendQueryParams) X(sendQueryPrepared) X(serverVersion) X(setErrorVerbosity) \
	X(setNoticeReceiver) X(setSingleRowMode) X(status) X(transactionStatus)

/* pq.exec is PQexec, and so on. */
extern struct pq {
#define X(name) __typeof__(&PQ##name) name;
	PQ_FUNCTIONS(X)
#undef X
} pq;

/* NULL, or what the loader said. */
const char *pq_load(void);

#endif
