// SPDX-License-Identifier: GPL-2.0-only
/*
 * The form of tpm2_eventlog of tpm2-tools 5.4, version 1 of its schema, to the
 * byte: programs that read it are not to notice. lorica-eventlog(8) says where
 * this departs from it, and why.
 */
#include "eventlog_view.h"

#include <inttypes.h>

#include "eventlog_data.h"
#include "eventlog_words.h"
#include "utf8.h"

enum { MAX_HEX = 1024 }; /* bytes of data that are shown */

static void hex_event(FILE *to, struct lorica_bytes data)
{
	fputs("  Event: \"", to);
	eventlog_hex(to, data.data, data.len < MAX_HEX ? data.len : MAX_HEX);
	fputs("\"\n", to);
}

/* Bytes in front of the first NUL, as far as all behind is NUL too; else all. */
static size_t trimmed(struct lorica_bytes data)
{
	size_t n = strnlen((const char *)data.data, data.len);

	return lorica_all_zero(data.data + n, data.len - n) ? n : data.len;
}

static bool is_plain(const u8 *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (data[i] < 0x20 || data[i] >= 0x7f)
			return false;
	return true;
}

static void string_event(FILE *to, struct lorica_bytes data)
{
	size_t len = trimmed(data);

	if (is_plain(data.data, len)) {
		fprintf(to, "  Event: |-\n    %.*s\n", (int)len, (const char *)data.data);
		return;
	}
	/* A newline would be the end of the text, and what follows YAML. */
	fputs("  Event: ", to);
	eventlog_escaped(to, data.data, data.len, 1);
	fputc('\n', to);
}

static void post_code(FILE *to, struct lorica_bytes data)
{
	struct eventlog_blob blob;

	if (data.len != 16 || !eventlog_blob(data, false, &blob)) {
		string_event(to, data);
		return;
	}
	fprintf(to, "  Event:\n    BlobBase: 0x%" PRIx64 "\n    BlobLength: 0x%" PRIx64 "\n",
		blob.base, blob.length);
}

static void blob_event(FILE *to, struct lorica_bytes data)
{
	struct eventlog_blob blob;

	if (!eventlog_blob(data, false, &blob)) {
		hex_event(to, data);
		return;
	}
	fprintf(to, "  Event:\n    BlobBase: 0x%" PRIx64 "\n    BlobLength: 0x%" PRIx64 "\n",
		blob.base, blob.length);
}

static void blob2_event(FILE *to, struct lorica_bytes data)
{
	struct eventlog_blob blob;

	if (!eventlog_blob(data, true, &blob)) {
		hex_event(to, data);
		return;
	}
	fprintf(to, "  Event:\n    BlobDescriptionSize: %u\n    BlobDescription: \"",
		blob.description.len);
	eventlog_hex(to, blob.description.data, blob.description.len);
	fprintf(to, "\"\n    BlobBase: 0x%" PRIx64 "\n    BlobLength: 0x%" PRIx64 "\n", blob.base,
		blob.length);
}

static void image_event(FILE *to, struct lorica_bytes data)
{
	struct eventlog_image image;

	if (!eventlog_image(data, &image)) {
		hex_event(to, data);
		return;
	}
	fprintf(to,
		"  Event:\n    ImageLocationInMemory: 0x%" PRIx64
		"\n    ImageLengthInMemory: %" PRIu64 "\n    ImageLinkTimeAddress: 0x%" PRIx64
		"\n    LengthOfDevicePath: %" PRIu64 "\n    DevicePath: '",
		image.address, image.length, image.link_time, image.path_len);
	eventlog_hex(to, image.path.data, image.path.len);
	fputs("'\n", to);
}

static bool is_bare(unsigned int c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_' || c == '-' || c == '.';
}

static void variable_name(FILE *to, const struct eventlog_variable *v)
{
	u64 units = v->units, i;

	/* Some names are counted with their NUL. */
	while (units && !eventlog_number(v->name + 2 * (units - 1), 2))
		units--;
	fputs("    UnicodeName: ", to);
	for (i = 0; i < units; i++)
		if (!is_bare(eventlog_number(v->name + 2 * i, 2)))
			break;
	if (i < units)
		eventlog_escaped(to, v->name, 2 * units, 2);
	else
		for (i = 0; i < units; i++)
			putc(v->name[2 * i], to);
	fputc('\n', to);
}

static void variable_event(FILE *to, struct lorica_bytes data)
{
	char guid[EVENTLOG_GUID_TEXT];
	struct eventlog_variable v;

	if (!eventlog_variable(data, &v)) {
		hex_event(to, data);
		return;
	}
	fprintf(to,
		"  Event:\n    VariableName: %s\n    UnicodeNameLength: %" PRIu64
		"\n    VariableDataLength: %u\n",
		eventlog_guid(v.guid, guid), v.units, v.data.len);
	variable_name(to, &v);
	if (!v.data.len)
		return;
	fputs("    VariableData: \"", to);
	eventlog_hex(to, v.data.data, v.data.len);
	fputs("\"\n", to);
}

/* One character of a boot loader's text; returns its bytes. */
static size_t ipl_char(FILE *to, const u8 *p, size_t len)
{
	static const char from[] = "\0\a\b\t\v\f\r\033'\\", letters[] = "0abtvfre'\\";
	const char *found = memchr(from, *p, sizeof(from) - 1);
	size_t n = utf8_char((const char *)p, len);

	if (found) {
		fprintf(to, "\\%c", letters[found - from]);
		return 1;
	}
	if (!n || utf8_hidden((const char *)p, n)) {
		fprintf(to, "\\x%02x", *p);
		return 1;
	}
	fwrite(p, 1, n, to);
	return n;
}

static void ipl_event(FILE *to, struct lorica_bytes data)
{
	size_t i = 0;

	fputs("  Event:\n    String: |-\n", to);
	while (i < data.len) {
		fputs("      \"", to);
		while (i < data.len && data.data[i] != '\n')
			i += ipl_char(to, data.data + i, data.len - i);
		fputs("\"\n", to);
		i++;
	}
}

static void data_event(FILE *to, const struct lorica_measurement *m)
{
	fprintf(to, "  EventSize: %u\n", m->data.len);
	if (!m->data.len)
		return;
	switch (m->type) {
	case EV_EFI_VARIABLE_DRIVER_CONFIG:
	case EV_EFI_VARIABLE_BOOT:
	case EV_EFI_VARIABLE_BOOT2:
	case EV_EFI_VARIABLE_AUTHORITY:
		return variable_event(to, m->data);
	case EV_POST_CODE:
		return post_code(to, m->data);
	case EV_S_CRTM_CONTENTS:
	case EV_EFI_PLATFORM_FIRMWARE_BLOB:
		return blob_event(to, m->data);
	case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
		return blob2_event(to, m->data);
	case EV_EFI_ACTION:
		return string_event(to, m->data);
	case EV_IPL:
		return ipl_event(to, m->data);
	case EV_EFI_BOOT_SERVICES_APPLICATION:
	case EV_EFI_BOOT_SERVICES_DRIVER:
	case EV_EFI_RUNTIME_SERVICES_DRIVER:
		return image_event(to, m->data);
	default:
		return hex_event(to, m->data);
	}
}

static void alg(FILE *to, const char *head, u16 id)
{
	const char *name = eventlog_alg_name(id);

	if (name)
		fprintf(to, "%s%s\n", head, name);
	else
		fprintf(to, "%s0x%04x\n", head, id);
}

static const char *type_name(u32 type)
{
	return eventlog_type_is_new(type) ? "Unknown event type" : eventlog_type_name(type);
}

static void spec_id(FILE *to, const struct lorica_eventlog *log, const struct lorica_measurement *m)
{
	u32 i;

	fputs("  Digest: \"", to);
	eventlog_hex(to, m->digests[0].data, m->digests[0].size);
	fprintf(to,
		"\"\n  EventSize: %u\n  SpecID:\n  - Signature: Spec ID Event03\n"
		"    platformClass: %u\n    specVersionMinor: %u\n    specVersionMajor: %u\n"
		"    specErrata: %u\n    uintnSize: %u\n    numberOfAlgorithms: %u\n"
		"    Algorithms:\n",
		m->data.len, (u32)eventlog_number(log->spec + 16, 4), log->spec[20], log->spec[21],
		log->spec[22], log->spec[23], log->nr_algs);
	for (i = 0; i < log->nr_algs; i++) {
		fprintf(to, "    - Algorithm[%u]:\n", i);
		alg(to, "      algorithmId: ", log->algs[i].id);
		fprintf(to, "      digestSize: %u\n", log->algs[i].size);
	}
	fprintf(to, "    vendorInfoSize: %u\n", log->vendor.len);
	if (!log->vendor.len)
		return;
	fputs("    vendorInfo: \"", to);
	eventlog_hex(to, log->vendor.data, log->vendor.len);
	fputs("\"\n", to);
}

static void event(FILE *to, const struct eventlog_view *view, const struct lorica_measurement *m)
{
	u32 i;

	fprintf(to, "- EventNum: %u\n  PCRIndex: %u\n  EventType: %s\n", m->nr, m->pcr,
		type_name(m->type));
	if (view->log.is_agile && !m->nr) {
		spec_id(to, &view->log, m);
		return;
	}
	fprintf(to, "  DigestCount: %u\n  Digests:\n", m->nr_digests);
	for (i = 0; i < m->nr_digests; i++) {
		if (!eventlog_view_wants_alg(view, m->digests[i].alg))
			continue;
		alg(to, "  - AlgorithmId: ", m->digests[i].alg);
		fputs("    Digest: \"", to);
		eventlog_hex(to, m->digests[i].data, m->digests[i].size);
		fputs("\"\n", to);
	}
	data_event(to, m);
}

void eventlog_view_yaml(struct eventlog_view *view, FILE *to)
{
	struct lorica_measurement m;
	u32 i, pcr;

	fputs("---\nversion: 1\nevents:\n", to);
	if (!view->nr)
		return;
	lorica_eventlog_rewind(&view->log);
	while (eventlog_view_next(view, &m))
		event(to, view, &m);
	if (view->error)
		return;
	fputs("pcrs:\n", to);
	for (i = 0; i < view->nr_banks; i++) {
		const struct lorica_pcr_bank *bank = &view->banks[i];

		if (!(bank->extended & view->pcrs))
			continue;
		fprintf(to, "  %s:\n", eventlog_alg_name(bank->alg));
		for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
			if (!(bank->extended & view->pcrs & BIT(pcr)))
				continue;
			fprintf(to, "    %-2u : 0x", pcr);
			eventlog_hex(to, bank->pcr[pcr], bank->size);
			fputc('\n', to);
		}
	}
}
