#!/bin/sh
# What Python cannot bring: named here with the one line that installs it.
missing=""
ldconfig -p 2>/dev/null | grep -q 'libgomp\.so\.1' || missing="$missing libgomp1"
if command -v fc-list >/dev/null 2>&1; then
  fc-list 2>/dev/null | grep -qi 'noto' || missing="$missing fonts-noto-core"
else
  [ -d /usr/share/fonts/truetype/noto ] || missing="$missing fonts-noto-core"
fi
case "$missing" in
  "") exit 0 ;;
  *libgomp1*)
    echo "Focalpoint needs system packages that Python cannot bring. Install them, then run make again:"
    echo "  apt-get install --no-install-recommends$missing"
    exit 1 ;;
  *)
    echo "Documents will lack Arabic, Chinese and Cyrillic letters until you install fonts:"
    echo "  apt-get install --no-install-recommends fonts-noto-core fonts-noto-cjk" ;;
esac
