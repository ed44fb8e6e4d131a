PREFIX	= /usr/local
BINDIR	= $(PREFIX)/bin
DATADIR	= $(PREFIX)/share/nbr
LOCALEDIR = $(PREFIX)/share/locale
MANDIR	= $(PREFIX)/share/man
NIGHTDIR = $(PREFIX)/lib/nbr
UNITDIR	= $(PREFIX)/lib/systemd/system
BASHDIR	= $(PREFIX)/share/bash-completion/completions
ZSHDIR	= $(PREFIX)/share/zsh/site-functions
FISHDIR	= $(PREFIX)/share/fish/vendor_completions.d
EXAMPLEDIR = $(PREFIX)/share/doc/nbr/examples
CFLAGS	= -O2 -g
WARN	= -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Werror
LIBS	= -lsqlite3 -lcsv -lsmartcols -lsodium
VERSION	= 0.1.0
B	= build
ENGINE	= sqlite postgresql
TOWN	:= $(B)/town

ifndef SAN
SQLLOG	= $(B)/sqllog.so
else
B	:= $(B)-san
CFLAGS	= -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS	+= -fsanitize=address,undefined -static-libasan -static-libubsan
WARN	+= -Wno-maybe-uninitialized -Wno-format-truncation	# -O1 guesses; the plain build is asked
endif

DEFS	= -DNBR_VERSION='"$(VERSION)"' -DNBR_LOCALEDIR='"$(LOCALEDIR)"' -DNBR_DATADIR='"$(DATADIR)"'
LIBOBJ	= $(patsubst %.c,$(B)/%.o,$(wildcard lib/*.c)) $(B)/lib/schema.o $(B)/lib/web.o
BIN	= $(patsubst cmd/%.c,$(B)/%,$(wildcard cmd/*.c))
TOOL	= $(patsubst tests/tool/%.c,$(B)/%,$(wildcard tests/tool/*.c))
UNIT	= $(patsubst %.c,$(B)/%.t,$(wildcard tests/*.c))
MO	= $(B)/locale/zh_CN/LC_MESSAGES/nbr.mo
PROGRAMS = $(notdir $(BIN))
PAGES	= $(wildcard man/*.[1-8] man/zh_CN/*.[1-8])

all: $(BIN) $(MO)

$(BIN): $(B)/%: $(B)/cmd/%.o $(B)/libnbr.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/nbr-xlsx: LIBS += -lxlsxwriter

$(UNIT): $(B)/%.t: $(B)/%.o $(B)/libnbr.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(TOOL): $(B)/%: $(B)/tests/tool/%.o $(B)/libnbr.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/libnbr.a: $(LIBOBJ)
	rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(WARN) $(CFLAGS) $(DEFS) -Ilib -MMD -MP -c -o $@ $<

# Installed elsewhere than built for, they would look for their files in vain.
$(patsubst %.c,$(B)/%.o,$(shell grep -lE 'NBR_(VERSION|LOCALEDIR|DATADIR)' cmd/*.c lib/*.c)): $(B)/defs
$(B)/defs: always
	@mkdir -p $(@D)
	@echo "$(DEFS)" | cmp -s - $@ || echo "$(DEFS)" >$@

$(B)/lib/schema.o: $(B)/lib/schema.c
	$(CC) $(WARN) -Wno-overlength-strings $(CFLAGS) -Ilib -c -o $@ $<

$(B)/lib/schema.c: scripts/embed-sql $(wildcard lib/sql/*.sql)
	@mkdir -p $(@D)
	scripts/embed-sql $(sort $(wildcard lib/sql/*.sql)) >$@

$(B)/lib/web.o: $(B)/lib/web.c
	$(CC) $(WARN) -Wno-overlength-strings $(CFLAGS) -Ilib -c -o $@ $<

$(B)/lib/web.c: scripts/embed-text lib/web/report.css
	@mkdir -p $(@D)
	scripts/embed-text web_report_css lib/web/report.css >$@

$(MO): lib/po/zh_CN.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

$(B)/sqllog.so: tests/preload/sqllog.c
	@mkdir -p $(@D)
	$(CC) $(WARN) -O2 -fPIC -shared -o $@ $<

# A file that it makes late.
$(TOWN)/roster.csv: scripts/sample-town lib/data/calendar-cn.csv
	scripts/sample-town $(@D)

check: all $(UNIT) $(TOOL) $(SQLLOG) $(TOWN)/roster.csv
	PATH=$(abspath $(B)):$$PATH NBR_LOCALEDIR=$(abspath $(B))/locale NBR_TEST_TOWN=$(abspath $(TOWN)) SQLLOG=$(abspath $(SQLLOG)) scripts/suite '$(ENGINE)' $(UNIT)

bench: all $(TOOL)
	PATH=$(abspath $(B)):$$PATH scripts/bench
	PATH=$(abspath $(B)):$$PATH scripts/bench-orders
	PATH=$(abspath $(B)):$$PATH scripts/bench-points
	PATH=$(abspath $(B)):$$PATH scripts/bench-reports
	PATH=$(abspath $(B)):$$PATH scripts/bench-server
	ORDERS=100 PATH=$(abspath $(B)):$$PATH prove --comments tests/order-stats.t

fuzz:
	B=$(B)-fuzz scripts/fuzz

lint:
	for h in $(filter-out lib/fault.h,$(wildcard lib/*.h)); do echo "#include \"$$h\"" | $(CC) $(WARN) -I. -Ilib -xc -fsyntax-only - || exit; done
	mandoc -Tlint -W warning $(PAGES)
	grep -d skip -L '^#!.*perl' scripts/* scripts/debian/p* tests/*.sh tests/*.t | xargs -n 8 -P 2 shellcheck -x
	scripts/dialect

# What tells where it is tells where it was installed.
PLACED	= sed 's|/usr/local|$(PREFIX)|g; s|/usr/bin:/usr/bin:|/usr/bin:|'

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR)/forms $(DESTDIR)$(LOCALEDIR)/zh_CN/LC_MESSAGES
	install -m 755 $(BIN) $(DESTDIR)$(BINDIR)
	install -m 644 lib/data/*.csv $(DESTDIR)$(DATADIR)
	install -m 644 lib/data/forms/*.form $(DESTDIR)$(DATADIR)/forms
	install -m 644 $(MO) $(DESTDIR)$(LOCALEDIR)/zh_CN/LC_MESSAGES
	install -d $(DESTDIR)$(NIGHTDIR) $(DESTDIR)$(UNITDIR) $(DESTDIR)$(EXAMPLEDIR)
	install -m 755 scripts/accounts scripts/nightly scripts/post-wecom scripts/post-dingtalk $(DESTDIR)$(NIGHTDIR)
	install -m 644 scripts/post.sh $(DESTDIR)$(NIGHTDIR)
	for f in nbr-nightly.service nbr-nightly.timer; do $(PLACED) scripts/system/$$f | install -m 644 /dev/stdin $(DESTDIR)$(UNITDIR)/$$f || exit; done
	for f in cron nightly.conf sudoers; do $(PLACED) scripts/system/$$f | install -m 644 /dev/stdin $(DESTDIR)$(EXAMPLEDIR)/$$f || exit; done
	for m in $(PAGES:man/%=%); do \
		to=$(DESTDIR)$(MANDIR)/$$(dirname $$m)/man$${m##*.}; \
		install -d $$to && $(PLACED) man/$$m | install -m 644 /dev/stdin $$to/$${m##*/} || exit; \
	done
	install -d $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	PATH= $(B)/nbr completion bash | install -m 644 /dev/stdin $(DESTDIR)$(BASHDIR)/nbr
	PATH= $(B)/nbr completion zsh | install -m 644 /dev/stdin $(DESTDIR)$(ZSHDIR)/_nbr
	PATH= $(B)/nbr completion fish | install -m 644 /dev/stdin $(DESTDIR)$(FISHDIR)/nbr.fish
	for p in $(filter-out nbr,$(PROGRAMS)); do ln -sf nbr $(DESTDIR)$(BASHDIR)/$$p && ln -sf nbr.fish $(DESTDIR)$(FISHDIR)/$$p.fish || exit; done

uninstall:
	cd $(DESTDIR)$(BINDIR) && rm -f $(PROGRAMS)
	cd $(DESTDIR)$(BASHDIR) && rm -f $(PROGRAMS)
	cd $(DESTDIR)$(FISHDIR) && rm -f $(PROGRAMS:=.fish)
	cd $(DESTDIR)$(MANDIR) && for m in $(PAGES:man/%=%); do rm -f $$(dirname $$m)/man$${m##*.}/$${m##*/} || exit; done
	cd $(DESTDIR)$(UNITDIR) && rm -f nbr-nightly.service nbr-nightly.timer
	rm -f $(DESTDIR)$(ZSHDIR)/_nbr $(DESTDIR)$(LOCALEDIR)/zh_CN/LC_MESSAGES/nbr.mo
	rm -rf $(DESTDIR)$(NIGHTDIR) $(DESTDIR)$(DATADIR) $(DESTDIR)$(EXAMPLEDIR)

clean:
	rm -rf build build-*

.PHONY: all always check bench fuzz lint install uninstall clean
.DELETE_ON_ERROR:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
