# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced by the scripts here: the cache directory, its locks, and packages of any architecture
# without touching the host's package state.

CACHE=${LORICA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lorica}
mkdir -p "$CACHE"
CACHE=$(cd "$CACHE" && pwd -P)
export LORICA_CACHE=$CACHE

# stdout is data, so progress goes to stderr.
step() { printf '  %-7s %s\n' "$1" "$2" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# cache_lock NAME: held until the process ends; parallel makes wait here instead of building twice.
cache_lock() {
	mkdir -p "$CACHE/lock"
	exec 9>"$CACHE/lock/$1"
	flock 9
}

# cache_unlock: children that outlive us must not keep the lock.
cache_unlock() { exec 9>&-; }

# cache_tmp: a directory beside the final place, so that mv is a rename. Removed on exit.
cache_tmp() {
	mkdir -p "$CACHE/tmp"
	CACHE_TMP=$(mktemp -d "$CACHE/tmp/XXXXXX")
	trap 'rm -rf "$CACHE_TMP"' EXIT
	trap 'exit 130' INT TERM
}

short_hash() { sha256sum | cut -c1-12; }

# apt_for ARCH TOOL ARGS...: apt with package lists of its own in the cache, so that a foreign
# architecture or an unprivileged user needs nothing from the host but its list of sources.
apt_for() {
	local arch=$1 tool=$2 state
	shift 2
	state=$CACHE/apt/$arch
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
	: >>"$state/status"
	"$tool" -qq \
		-oAPT::Architecture="$arch" -oAPT::Architectures="$arch" \
		-oDir::State="$state" -oDir::State::Lists="$state/lists" \
		-oDir::State::status="$state/status" -oDir::Cache="$state/cache" \
		-oAcquire::Languages=none -oAPT::Get::List-Cleanup=false \
		-oAPT::Sandbox::User= -oAcquire::Retries=3 "$@" 9>&-
}

# apt_refresh ARCH: package lists no older than LORICA_APT_DAYS days (default 1). A failure to
# refresh is only fatal when there are no lists at all.
apt_refresh() {
	local arch=$1 stamp=$CACHE/apt/$1/stamp
	if [ -n "$(find "$stamp" -mtime "-${LORICA_APT_DAYS:-1}" 2>/dev/null)" ]; then
		return
	fi
	(
		cache_lock "apt-$arch"
		if [ -n "$(find "$stamp" -mtime "-${LORICA_APT_DAYS:-1}" 2>/dev/null)" ]; then
			exit 0
		fi
		step UPDATE "package lists $arch"
		mkdir -p "$CACHE/apt/$arch"
		if apt_for "$arch" apt-get update >/dev/null 2>"$CACHE/apt/$arch/update.log"; then
			touch "$stamp"
		elif [ ! -e "$stamp" ]; then
			cat "$CACHE/apt/$arch/update.log" >&2
			die "no package lists for $arch"
		fi
	)
}

# apt_version ARCH PACKAGE: the candidate's version.
apt_version() {
	local v
	v=$(apt_for "$1" apt-cache policy "$2" | awk '$1 == "Candidate:" { print $2 }')
	if [ -z "$v" ] || [ "$v" = "(none)" ]; then
		die "no package $2 for $1"
	fi
	echo "$v"
}

# apt_depends ARCH PACKAGE PATTERN: the first direct dependency that matches.
apt_depends() {
	apt_for "$1" apt-cache depends --important "$2" |
		awk -v p="$3" '$1 == "Depends:" && $2 ~ p { print $2; exit }'
}

# apt_fetch ARCH DIR PACKAGE[=VERSION]...: .deb files into DIR.
apt_fetch() {
	local arch=$1 dir=$2
	shift 2
	mkdir -p "$dir"
	(cd "$dir" && apt_for "$arch" apt-get download "$@" >/dev/null)
}

# deb_unpack DIR FILE.deb...: files only, no maintainer scripts.
deb_unpack() {
	local dir=$1 deb
	shift
	mkdir -p "$dir"
	for deb; do
		dpkg-deb -x "$deb" "$dir"
	done
}

# deb_lay DIR FILE.deb...: into a tree with merged-usr links, which dpkg-deb -x would replace by directories.
deb_lay() {
	local dir=$1 deb
	shift
	for deb; do
		dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$dir"
	done
}
