#!/bin/bash
# The Debian packages in a clean Debian: installed, used and purged. check.sh PACKAGES ROOT SAMPLES [PROGRAM]
#
# PACKAGES is the folder of the .deb files; ROOT is made with debootstrap unless it is there; PROGRAM, if given, is the
# program of the build, whose report the installed one and Python must equal byte for byte. Needs root, and the Debian
# mirror for what the packages depend on. What is installed runs without a network.
set -euo pipefail
packages=$(realpath "$1") root=$(realpath -m "$2") samples=$(realpath "$3") program=${4:-}
mirror=${LC_MIRROR:-http://deb.debian.org/debian}

say() { echo "packages: $*"; }
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
alone() { if unshare --net true 2>/dev/null; then unshare --net chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; else inside "$@"; fi; }
install() { inside sh -c "apt-get -q -y --no-install-recommends install $*" >>"$root/packages/log" 2>&1 || { tail -20 "$root/packages/log"; exit 1; }; }

if [ ! -e "$root/etc/debian_version" ]; then
    say "a clean Debian in $root"
    debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
fi
if ! mountpoint -q "$root/proc" && mount -t proc proc "$root/proc" 2>/dev/null; then trap 'umount "$root/proc"' EXIT; fi
rm -rf "$root/packages" "$root/samples" "$root/tried"
mkdir -p "$root/packages" "$root/tried"
cp "$packages"/*.deb "$root/packages/"
cp -r "$samples" "$root/samples"
inside apt-get -q update >/dev/null

say "the program"
install /packages/lifecircle_*.deb /packages/liblifecircle0_*.deb /packages/lifecircle-data_*.deb
alone lifecircle doctor
for file in bash-completion/completions/lifecircle zsh/vendor-completions/_lifecircle man/man1/lifecircle-check.1.gz man/zh_CN/man1/lifecircle-check.1.gz; do
    test -s "$root/usr/share/$file"
done
check=(check --osm /samples/liechtenstein/liechtenstein.osm.pbf --communities /samples/liechtenstein/communities.shp --id-field name --quiet --no-fail)
alone lifecircle "${check[@]}" -o /tried/program.geojson --xlsx /tried/program.xlsx --html /tried/program.html --gpkg /tried/program.gpkg
if [ -n "$program" ]; then
    "$program" "${check[@]/#\/samples/$samples}" -o "$root/tried/build.geojson"
    cmp "$root/tried/build.geojson" "$root/tried/program.geojson"
    say "its report is that of the build, byte for byte"
fi

say "Python"
install /packages/python3-lifecircle_*.deb
cat >"$root/tried/check.py" <<'END'
import geopandas
import lifecircle

osm, districts = "/samples/liechtenstein/liechtenstein.osm.pbf", "/samples/liechtenstein/communities.shp"
lifecircle.check(districts, osm, id_field="name").write("/tried/python.geojson")
frame = lifecircle.check(geopandas.read_file(districts), osm, id_field="name").communities
assert list(frame["store_500"]) == list(lifecircle.check(districts, osm, id_field="name").communities["store_500"])
END
alone python3 /tried/check.py
cmp "$root/tried/program.geojson" "$root/tried/python.geojson"

say "a program in C, by pkg-config"
install gcc libc6-dev pkg-config /packages/liblifecircle-dev_*.deb
cat >"$root/tried/version.c" <<'END'
#include <lifecircle.h>
#include <stdio.h>
int main(void) {
    lc_context *ctx = lc_context_new();
    lc_profile *profile = NULL;
    lc_status status = lc_profile_load(ctx, NULL, "life-circle", &profile);
    printf("%s %s\n", lc_version(), status == LC_OK ? "life-circle" : lc_error_message(ctx));
    lc_profile_free(profile);
    lc_context_free(ctx);
    return status;
}
END
alone sh -c 'gcc -Wall -Werror -o /tried/version /tried/version.c $(pkg-config --cflags --libs lifecircle) && /tried/version'

say "purged"
inside apt-get -q -y purge lifecircle lifecircle-data liblifecircle0 liblifecircle-dev python3-lifecircle >>"$root/packages/log" 2>&1
left=$(find "$root" -xdev \( -path "$root/packages" -o -path "$root/samples" -o -path "$root/tried" -o -path "$root/var/lib/apt" -o -path "$root/var/cache" -o -path "$root/var/log" -o -path "$root/proc" \) -prune -o -name '*lifecircle*' -print)
[ -z "$left" ] || { echo "packages: left behind: $left"; exit 1; }
say "good"
