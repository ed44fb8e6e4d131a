#include "points_verify.h"

#include "checkpoint.h"
#include "scope.h"

int
points_verify(struct run *run)
{
	struct area_range within;
	int rc = scope_villages(run, &within) != 0 ? -1 : ledger_verify(run->db, run->out, &within, run->zone, run_opt(run, OPT_SIGNERS));

	if (rc == 0)
		run->status = EXIT_NO;
	return rc < 0 ? -1 : 0;
}
