# Chinese text has no blanks to break lines at, and groff knows no other places: \: lets lines break between characters, never before
# closing punctuation nor behind opening one. Lines are not stretched, and
# names of files and options not hyphenated. For LC_ALL=C: characters are three bytes of UTF-8.
/^\.TH/{
i\
.nr HY 0
a\
.ad l
b
}
/^\.SH/{
n
b
}
/^\./b
/^lifecircle[-a-z]* - /b
# An ideograph, or closing punctuation: a break behind it.
s/[\xE4-\xE9][\x80-\xBF][\x80-\xBF]/&\\:/g
s/\xE3\x80[\x81\x82\x8B\x8D]/&\\:/g
s/\xEF\xBC[\x81\x89\x8C\x9A\x9B\x9F]/&\\:/g
s/\xE2\x80\x9D/&\\:/g
s/\\fR\([\xE4-\xE9]\)/\\fR\\:\1/g
# None before closing punctuation, a dash, dots, the end of emphasis, a blank and the end of the line.
s/\\:\(\xE3\x80[\x81\x82\x8B\x8D]\)/\1/g
s/\\:\(\xEF\xBC[\x81\x89\x8C\x9A\x9B\x9F]\)/\1/g
s/\\:\(\xE2\x80[\x94\x9D\xA6]\)/\1/g
s/\\:\(\\fR\)/\1/g
s/\\:\([] ,.)%/|]\)/\1/g
s/\\:$//
