BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0009');
CREATE TABLE assessment (
	id INTEGER NOT NULL, 
	question_id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	verdict TEXT NOT NULL, 
	manner TEXT, 
	note TEXT, 
	judged_by TEXT, 
	judged_at TEXT, retracted_by TEXT, retracted_at TEXT, retracted_why TEXT, 
	CONSTRAINT pk_assessment PRIMARY KEY (id), 
	CONSTRAINT ck_assessment_manner CHECK (manner IN ('explicit', 'implicit', 'general', 'partial', 'dodging', 'deflection', 'declining', 'claims-ignorance', 'clarification')), 
	CONSTRAINT ck_assessment_verdict CHECK (verdict IN ('answered', 'partial', 'evaded', 'refused', 'contradicted')), 
	CONSTRAINT fk_assessment_message_id FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE, 
	CONSTRAINT fk_assessment_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE, 
	CONSTRAINT uq_assessment_question_id_position UNIQUE (question_id, position)
);
INSERT INTO "assessment" VALUES(1,1,2,0,'evaded','general',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	identifier TEXT NOT NULL, 
	title TEXT NOT NULL, 
	template TEXT, 
	language TEXT, 
	date TEXT, 
	reply_by TEXT, 
	embargo TEXT, 
	body TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_campaign PRIMARY KEY (id), 
	CONSTRAINT ck_campaign_date CHECK (length(date) IN (4, 7, 10)), 
	CONSTRAINT uq_campaign_identifier UNIQUE (identifier)
);
INSERT INTO "campaign" VALUES(1,'all-makers','To all','open-letter',NULL,NULL,NULL,NULL,'Shared.',1);
CREATE TABLE campaign_letter (
	campaign_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	CONSTRAINT pk_campaign_letter PRIMARY KEY (campaign_id, position), 
	CONSTRAINT fk_campaign_letter_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE, 
	CONSTRAINT fk_campaign_letter_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT uq_campaign_letter_letter_id UNIQUE (letter_id)
);
INSERT INTO "campaign_letter" VALUES(1,0,3);
CREATE TABLE contact (
	id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	honorific TEXT, 
	role TEXT, 
	organization_id INTEGER, 
	email TEXT, 
	since TEXT, 
	until TEXT, 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT ck_contact_since CHECK (length(since) IN (4, 7, 10)), 
	CONSTRAINT ck_contact_until CHECK (length(until) IN (4, 7, 10)), 
	CONSTRAINT fk_contact_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_contact_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE, 
	CONSTRAINT uq_contact_thread_id_position UNIQUE (thread_id, position)
);
INSERT INTO "contact" VALUES(1,1,0,'Eva Ruiz',NULL,'Counsel',1,'eva@example.org',NULL,NULL);
CREATE TABLE draft_autosave (
	letter_id INTEGER NOT NULL, 
	editor TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	base_version INTEGER NOT NULL, 
	base TEXT NOT NULL, 
	body TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	CONSTRAINT pk_draft_autosave PRIMARY KEY (letter_id, editor), 
	CONSTRAINT fk_draft_autosave_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE
);
INSERT INTO "draft_autosave" VALUES(3,'e1','Ana Ferreira',1,'Shared.','Shared, and','2026-11-29T23:58:36Z');
CREATE TABLE fetched_folder (
	letter_id INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	uid_validity BIGINT NOT NULL, 
	last_uid BIGINT NOT NULL, 
	CONSTRAINT pk_fetched_folder PRIMARY KEY (letter_id, account, folder), 
	CONSTRAINT fk_fetched_folder_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE
);
INSERT INTO "fetched_folder" VALUES(2,'ana@imap.example.org','INBOX',7,3);
CREATE TABLE journal (
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	act TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (number), 
	CONSTRAINT ck_journal_digest CHECK (length(digest) = 64), 
	CONSTRAINT ck_journal_number CHECK (number >= 1), 
	CONSTRAINT uq_journal_digest UNIQUE (digest)
);
INSERT INTO "journal" VALUES(1,'2026-11-29T23:58:34Z','Ana Ferreira','thread import','full','{}','0000000000000000000000000000000000000000000000000000000000000000','1b9e0f35f1195769c9fce2ab4509b636bd52c73250037a674ed1fb2aecb9ef24');
INSERT INTO "journal" VALUES(2,'2026-11-29T23:58:35Z','Ana Ferreira','thread import','called','{}','1b9e0f35f1195769c9fce2ab4509b636bd52c73250037a674ed1fb2aecb9ef24','25fb573e07ab09eda985591374e2b58053b2feeb945418f8375738f04be83f7d');
INSERT INTO "journal" VALUES(3,'2026-11-29T23:58:36Z','Ana Ferreira','signon fetch','called/called-letter','{}','25fb573e07ab09eda985591374e2b58053b2feeb945418f8375738f04be83f7d','93b0ce97c5b8bc252f21fcef9dff0ee35d127294b624e927fd1f2707704876d5');
INSERT INTO "journal" VALUES(4,'2026-11-29T23:58:36Z','Ana Ferreira','thread import','beside','{}','93b0ce97c5b8bc252f21fcef9dff0ee35d127294b624e927fd1f2707704876d5','515e967ad7db52a3a24b18d621a8f3ef45b16c18b239fa9aa10ed67cc7d6019d');
INSERT INTO "journal" VALUES(5,'2026-11-29T23:58:36Z','Ana Ferreira','campaign new','all-makers','{}','515e967ad7db52a3a24b18d621a8f3ef45b16c18b239fa9aa10ed67cc7d6019d','fcd013e52991b98315861be49fedd72c3e496e29f8a1d04722b9ae9d37153376');
CREATE TABLE letter (
	id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	identifier TEXT NOT NULL, 
	title TEXT NOT NULL, 
	date TEXT, 
	language TEXT, 
	template TEXT, 
	salutation TEXT, 
	closing TEXT, 
	embargo TEXT, 
	reply_by TEXT, 
	body TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_letter PRIMARY KEY (id), 
	CONSTRAINT ck_letter_date CHECK (length(date) IN (4, 7, 10)), 
	CONSTRAINT fk_letter_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE, 
	CONSTRAINT uq_letter_thread_id_identifier UNIQUE (thread_id, identifier)
);
INSERT INTO "letter" VALUES(1,1,'l','L','2022-09-01',NULL,NULL,NULL,NULL,NULL,NULL,'Dear {{ letter.addressees[0].name }},',1);
INSERT INTO "letter" VALUES(2,2,'called-letter','L',NULL,NULL,'open-letter',NULL,NULL,NULL,NULL,'Body.',1);
INSERT INTO "letter" VALUES(3,3,'beside-letter','To all',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Shared.',1);
CREATE TABLE letter_addressee (
	letter_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	contact_id INTEGER, 
	name TEXT, 
	role TEXT, 
	organization TEXT, 
	cc BOOLEAN NOT NULL, 
	CONSTRAINT pk_letter_addressee PRIMARY KEY (letter_id, position), 
	CONSTRAINT fk_letter_addressee_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_letter_addressee_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE
);
INSERT INTO "letter_addressee" VALUES(1,0,1,NULL,NULL,NULL,0);
CREATE TABLE "letter_appendix" (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	label TEXT, 
	title TEXT, 
	kind TEXT NOT NULL, 
	columns TEXT, 
	body TEXT, 
	show TEXT, 
	campaign TEXT, 
	CONSTRAINT pk_letter_appendix PRIMARY KEY (id), 
	CONSTRAINT uq_letter_appendix_letter_id_position UNIQUE (letter_id, position), 
	CONSTRAINT fk_letter_appendix_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT ck_letter_appendix_kind CHECK (kind IN ('unresolved-questions', 'all-questions', 'timeline', 'contradictions', 'campaign-table', 'text'))
);
INSERT INTO "letter_appendix" VALUES(1,1,0,'A',NULL,'unresolved-questions',NULL,NULL,NULL,NULL);
INSERT INTO "letter_appendix" VALUES(2,3,0,NULL,NULL,'unresolved-questions',NULL,NULL,'["asked","legend"]',NULL);
INSERT INTO "letter_appendix" VALUES(3,3,1,NULL,NULL,'campaign-table',NULL,NULL,NULL,'all-makers');
CREATE TABLE letter_appendix_question (
	appendix_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	question_id INTEGER NOT NULL, 
	CONSTRAINT pk_letter_appendix_question PRIMARY KEY (appendix_id, position), 
	CONSTRAINT fk_letter_appendix_question_appendix_id FOREIGN KEY(appendix_id) REFERENCES letter_appendix (id) ON DELETE CASCADE, 
	CONSTRAINT fk_letter_appendix_question_question_id FOREIGN KEY(question_id) REFERENCES question (id)
);
INSERT INTO "letter_appendix_question" VALUES(2,0,3);
CREATE TABLE letter_appendix_undertaking (
	appendix_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	undertaking_id INTEGER NOT NULL, 
	CONSTRAINT pk_letter_appendix_undertaking PRIMARY KEY (appendix_id, position), 
	CONSTRAINT fk_letter_appendix_undertaking_appendix_id FOREIGN KEY(appendix_id) REFERENCES letter_appendix (id) ON DELETE CASCADE, 
	CONSTRAINT fk_letter_appendix_undertaking_undertaking_id FOREIGN KEY(undertaking_id) REFERENCES undertaking (id)
);
INSERT INTO "letter_appendix_undertaking" VALUES(1,0,1);
CREATE TABLE letter_reply (
	letter_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	CONSTRAINT pk_letter_reply PRIMARY KEY (letter_id, position), 
	CONSTRAINT fk_letter_reply_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_letter_reply_message_id FOREIGN KEY(message_id) REFERENCES message (id)
);
INSERT INTO "letter_reply" VALUES(1,0,2);
CREATE TABLE message (
	id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	identifier TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	kind TEXT, 
	date TEXT, 
	received TEXT, 
	author TEXT, 
	recipients TEXT, 
	title TEXT, 
	language TEXT, 
	url TEXT, 
	archive_url TEXT, 
	message_id TEXT, 
	visibility TEXT, 
	assessed BOOLEAN NOT NULL, 
	body TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, remarks TEXT, refers_to TEXT, 
	CONSTRAINT pk_message PRIMARY KEY (id), 
	CONSTRAINT ck_message_direction CHECK (direction IN ('incoming', 'outgoing', 'reference')), 
	CONSTRAINT ck_message_kind CHECK (kind IN ('letter', 'email', 'memo', 'policy', 'interview', 'filing', 'report', 'statement', 'meeting', 'other')), 
	CONSTRAINT ck_message_visibility CHECK (visibility IN ('public', 'private')), 
	CONSTRAINT ck_message_date CHECK (length(date) IN (4, 7, 10)), 
	CONSTRAINT fk_message_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE, 
	CONSTRAINT uq_message_thread_id_identifier UNIQUE (thread_id, identifier)
);
INSERT INTO "message" VALUES(1,1,'ask','outgoing',NULL,'2022-06-01',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'Words.',1,NULL,NULL);
INSERT INTO "message" VALUES(2,1,'reply','incoming',NULL,'2022-07',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'Every customer is vetted. We never comment on customers.
',1,NULL,NULL);
CREATE TABLE message_file (
	message_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT, 
	media_type TEXT, 
	CONSTRAINT pk_message_file PRIMARY KEY (message_id, position), 
	CONSTRAINT fk_message_file_message_id FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE, 
	CONSTRAINT fk_message_file_sha256 FOREIGN KEY(sha256) REFERENCES original (sha256)
);
INSERT INTO "message_file" VALUES(2,0,'62773ca68e29c77ed71f2b8b1403f9cd22099498d051b1f9be72c147c2b422fc','reply.eml',NULL);
CREATE TABLE message_reply (
	message_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	to_message_id INTEGER, 
	to_letter_id INTEGER, 
	CONSTRAINT pk_message_reply PRIMARY KEY (message_id, position), 
	CONSTRAINT ck_message_reply_one_target CHECK ((to_message_id IS NULL) <> (to_letter_id IS NULL)), 
	CONSTRAINT fk_message_reply_message_id FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE, 
	CONSTRAINT fk_message_reply_to_letter_id FOREIGN KEY(to_letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_message_reply_to_message_id FOREIGN KEY(to_message_id) REFERENCES message (id) ON DELETE CASCADE
);
INSERT INTO "message_reply" VALUES(2,0,1,NULL);
CREATE TABLE organization (
	id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT, 
	names TEXT, 
	country TEXT, 
	url TEXT, 
	CONSTRAINT pk_organization PRIMARY KEY (id), 
	CONSTRAINT ck_organization_kind CHECK (kind IN ('company', 'investor', 'regulator', 'mandate', 'law-firm', 'media', 'civil-society', 'other')), 
	CONSTRAINT fk_organization_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE, 
	CONSTRAINT uq_organization_thread_id_name UNIQUE (thread_id, name), 
	CONSTRAINT uq_organization_thread_id_position UNIQUE (thread_id, position)
);
INSERT INTO "organization" VALUES(1,1,0,'Acme','company','{"es":"Acmé"}','LU',NULL);
INSERT INTO "organization" VALUES(2,1,1,'Acme Labs',NULL,NULL,NULL,NULL);
CREATE TABLE organization_parent (
	organization_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	parent_id INTEGER NOT NULL, 
	since TEXT, 
	until TEXT, 
	CONSTRAINT pk_organization_parent PRIMARY KEY (organization_id, position), 
	CONSTRAINT ck_organization_parent_since CHECK (length(since) IN (4, 7, 10)), 
	CONSTRAINT ck_organization_parent_until CHECK (length(until) IN (4, 7, 10)), 
	CONSTRAINT ck_organization_parent_not_itself CHECK (organization_id <> parent_id), 
	CONSTRAINT fk_organization_parent_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id) ON DELETE CASCADE, 
	CONSTRAINT fk_organization_parent_parent_id FOREIGN KEY(parent_id) REFERENCES organization (id) ON DELETE CASCADE
);
INSERT INTO "organization_parent" VALUES(2,0,1,'2019','2021-05');
CREATE TABLE original (
	sha256 TEXT NOT NULL, 
	extension TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_original PRIMARY KEY (sha256), 
	CONSTRAINT ck_original_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_original_size CHECK (size >= 0)
);
INSERT INTO "original" VALUES('62773ca68e29c77ed71f2b8b1403f9cd22099498d051b1f9be72c147c2b422fc','eml',32,X'46726F6D3A20616E61406578616D706C652E6F72670A0A5765207369676E2E0A');
INSERT INTO "original" VALUES('b5e69d0e5d241d132ed30cf9db586d9e052f6b0766893699d570373fafe5624c','eml',43,X'46726F6D3A20616E61406578616D706C652E6F72670A0A5765207369676E2C206F6620636F757273652E0A');
CREATE TABLE page_entry (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	signon_id INTEGER, 
	revision TEXT NOT NULL, 
	language TEXT NOT NULL, 
	name TEXT, 
	kind TEXT, 
	representative TEXT, 
	role TEXT, 
	email TEXT, 
	country TEXT, 
	url TEXT, 
	entered_at TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	state TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	asked INTEGER NOT NULL, 
	not_before TEXT, 
	answer INTEGER, 
	CONSTRAINT pk_page_entry PRIMARY KEY (id), 
	CONSTRAINT ck_page_entry_kind CHECK (kind IN ('organization', 'person')), 
	CONSTRAINT ck_page_entry_state CHECK (state IN ('queued', 'sending', 'sent', 'written', 'failed', 'cancelled')), 
	CONSTRAINT ck_page_entry_tries CHECK (tries >= 0), 
	CONSTRAINT fk_page_entry_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_page_entry_letter_id_revision FOREIGN KEY(letter_id, revision) REFERENCES revision (letter_id, digest), 
	CONSTRAINT fk_page_entry_signon_id FOREIGN KEY(signon_id) REFERENCES signon (id) ON DELETE SET NULL, 
	CONSTRAINT uq_page_entry_letter_id_key UNIQUE (letter_id, "key")
);
INSERT INTO "page_entry" VALUES(1,2,'923fe53966c6cd9343e11af776cd4b05be315ea4b200b02e4d5dfb0f929b73bf',NULL,'1fc4f2abe0cd3b394cf6c59f0089fef3df69480a66b0ff40c76282eb47fdcd81','de','Öko','organization','Ana Ferreira',NULL,'ana@example.org',NULL,NULL,'2026-11-20T10:00:00Z','2026-11-22T10:00:00Z','sent',0,1,NULL,NULL);
CREATE TABLE page_token (
	digest TEXT NOT NULL, 
	entry_id INTEGER NOT NULL, 
	CONSTRAINT pk_page_token PRIMARY KEY (digest), 
	CONSTRAINT fk_page_token_entry_id FOREIGN KEY(entry_id) REFERENCES page_entry (id) ON DELETE CASCADE
);
INSERT INTO "page_token" VALUES('421d5e73a8bd7cffdc351db2800a05955f35ee41965b9baee6fc17908e30ddc2',1);
CREATE TABLE "passage" (
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	undertaking_id INTEGER, 
	assessment_id INTEGER, 
	position INTEGER NOT NULL, 
	exact TEXT NOT NULL, 
	prefix TEXT, 
	suffix TEXT, 
	start_at INTEGER, 
	end_at INTEGER, 
	question_id INTEGER, 
	CONSTRAINT pk_passage PRIMARY KEY (id), 
	CONSTRAINT ck_passage_positions CHECK (0 <= start_at AND start_at <= end_at), 
	CONSTRAINT fk_passage_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE, 
	CONSTRAINT uq_passage_undertaking_id_position UNIQUE (undertaking_id, position), 
	CONSTRAINT fk_passage_undertaking_id FOREIGN KEY(undertaking_id) REFERENCES undertaking (id) ON DELETE CASCADE, 
	CONSTRAINT uq_passage_assessment_id_position UNIQUE (assessment_id, position), 
	CONSTRAINT ck_passage_both_positions CHECK ((start_at IS NULL) = (end_at IS NULL)), 
	CONSTRAINT ck_passage_exact CHECK (exact <> ''), 
	CONSTRAINT fk_passage_message_id FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE, 
	CONSTRAINT ck_passage_one_owner CHECK (CASE WHEN undertaking_id IS NULL THEN 0 ELSE 1 END + CASE WHEN assessment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN question_id IS NULL THEN 0 ELSE 1 END = 1), 
	CONSTRAINT fk_passage_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE, 
	CONSTRAINT uq_passage_question_id_position UNIQUE (question_id, position)
);
INSERT INTO "passage" VALUES(1,2,1,NULL,0,'Every customer is vetted.',NULL,NULL,0,25,NULL);
INSERT INTO "passage" VALUES(2,2,NULL,1,0,'Every customer is vetted.',NULL,NULL,0,25,NULL);
CREATE TABLE publication (
	letter_id INTEGER NOT NULL, 
	revision TEXT NOT NULL, 
	published_at TEXT NOT NULL, 
	published_by TEXT, 
	note TEXT, 
	printed TEXT, 
	CONSTRAINT pk_publication PRIMARY KEY (letter_id, revision), 
	CONSTRAINT fk_publication_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_publication_letter_id_revision FOREIGN KEY(letter_id, revision) REFERENCES revision (letter_id, digest)
);
INSERT INTO "publication" VALUES(2,'705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c','2026-12-02',NULL,NULL,'[{"name":"Öko"}]');
CREATE TABLE question (
	id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	identifier TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	undertaking_id INTEGER, 
	text TEXT NOT NULL, 
	tags TEXT, 
	withdrawn TEXT, 
	superseded_by_id INTEGER, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_question PRIMARY KEY (id), 
	CONSTRAINT ck_question_not_itself CHECK (superseded_by_id <> id), 
	CONSTRAINT fk_question_superseded_by_id FOREIGN KEY(superseded_by_id) REFERENCES question (id), 
	CONSTRAINT fk_question_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE, 
	CONSTRAINT fk_question_undertaking_id FOREIGN KEY(undertaking_id) REFERENCES undertaking (id), 
	CONSTRAINT uq_question_thread_id_identifier UNIQUE (thread_id, identifier), 
	CONSTRAINT uq_question_thread_id_position UNIQUE (thread_id, position)
);
INSERT INTO "question" VALUES(1,1,'q',0,1,'How?','["vetting"]',NULL,NULL,1);
INSERT INTO "question" VALUES(2,1,'older',1,NULL,'How so?',NULL,NULL,1,1);
INSERT INTO "question" VALUES(3,3,'why',0,NULL,'Why?',NULL,NULL,NULL,1);
CREATE TABLE question_asked (
	question_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	message_id INTEGER, 
	letter_id INTEGER, 
	wording TEXT, 
	CONSTRAINT pk_question_asked PRIMARY KEY (question_id, position), 
	CONSTRAINT ck_question_asked_one_place CHECK ((message_id IS NULL) <> (letter_id IS NULL)), 
	CONSTRAINT fk_question_asked_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_question_asked_message_id FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE, 
	CONSTRAINT fk_question_asked_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE
);
INSERT INTO "question_asked" VALUES(1,0,1,NULL,NULL);
INSERT INTO "question_asked" VALUES(1,1,NULL,1,'How, then?');
CREATE TABLE revision (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	frozen_at TEXT, 
	frozen_by TEXT, 
	note TEXT, 
	digest TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (id), 
	CONSTRAINT ck_revision_kind CHECK (kind IN ('editorial', 'substantive')), 
	CONSTRAINT ck_revision_digest CHECK (length(digest) = 64), 
	CONSTRAINT ck_revision_number CHECK (number >= 1), 
	CONSTRAINT fk_revision_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT uq_revision_letter_id_digest UNIQUE (letter_id, digest), 
	CONSTRAINT uq_revision_letter_id_number UNIQUE (letter_id, number)
);
INSERT INTO "revision" VALUES(1,1,1,'substantive',NULL,NULL,NULL,'705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c','# 1

::: signature-block
:::
');
INSERT INTO "revision" VALUES(2,2,1,'substantive',NULL,NULL,NULL,'705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c','# 1

::: signature-block
:::
');
INSERT INTO "revision" VALUES(3,2,2,'substantive',NULL,NULL,NULL,'1fc4f2abe0cd3b394cf6c59f0089fef3df69480a66b0ff40c76282eb47fdcd81','# 2

::: signature-block
:::
');
CREATE TABLE search_document (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	row_id INTEGER NOT NULL, 
	thread_id INTEGER, 
	kind TEXT NOT NULL, 
	day INTEGER NOT NULL, 
	checksum BIGINT NOT NULL, 
	CONSTRAINT pk_search_document PRIMARY KEY (id), 
	CONSTRAINT uq_search_document_source_row_id UNIQUE (source, row_id)
);
INSERT INTO "search_document" VALUES(1,'thread',1,1,'name',0,1641963870);
INSERT INTO "search_document" VALUES(2,'organization',1,1,'name',0,3465975102);
INSERT INTO "search_document" VALUES(3,'organization',2,1,'name',0,1461919446);
INSERT INTO "search_document" VALUES(4,'contact',1,1,'name',0,100764481);
INSERT INTO "search_document" VALUES(5,'signatory',1,NULL,'name',0,1325173990);
INSERT INTO "search_document" VALUES(6,'message',1,1,'sent',738307,1783630084);
INSERT INTO "search_document" VALUES(7,'message',2,1,'received',738337,2998785769);
INSERT INTO "search_document" VALUES(8,'letter',1,1,'letter',738399,2694362917);
INSERT INTO "search_document" VALUES(9,'revision',1,1,'letter',738399,1877719116);
INSERT INTO "search_document" VALUES(10,'undertaking',1,1,'undertaking',738337,239031355);
INSERT INTO "search_document" VALUES(11,'question',1,1,'question',738399,653217591);
INSERT INTO "search_document" VALUES(12,'question',2,1,'question',0,1786162511);
INSERT INTO "search_document" VALUES(13,'signon',1,1,'sign-on',738397,4132777701);
INSERT INTO "search_document" VALUES(14,'thread',2,2,'name',0,2668104151);
INSERT INTO "search_document" VALUES(15,'letter',2,2,'letter',0,3624001814);
INSERT INTO "search_document" VALUES(16,'revision',2,2,'letter',0,322570663);
INSERT INTO "search_document" VALUES(17,'revision',3,2,'letter',0,1590823360);
INSERT INTO "search_document" VALUES(18,'signon',2,2,'sign-on',0,365785616);
INSERT INTO "search_document" VALUES(19,'thread',3,3,'name',0,2046918244);
INSERT INTO "search_document" VALUES(20,'letter',3,3,'letter',0,2756957142);
INSERT INTO "search_document" VALUES(21,'question',3,3,'question',0,698641596);
INSERT INTO "search_document" VALUES(22,'campaign',1,NULL,'letter',0,2415619530);
PRAGMA writable_schema=ON;
CREATE TABLE search_stale (
	source TEXT NOT NULL, 
	row_id INTEGER NOT NULL, 
	CONSTRAINT pk_search_stale PRIMARY KEY (source, row_id)
);
CREATE TABLE search_version (
	version TEXT NOT NULL, 
	CONSTRAINT pk_search_version PRIMARY KEY (version)
);
INSERT INTO "search_version" VALUES('1');
CREATE TABLE signatory (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	names TEXT, 
	kind TEXT, 
	sort_as TEXT, 
	country TEXT, 
	url TEXT, 
	domains TEXT, 
	contacts TEXT, 
	logo TEXT, 
	aliases TEXT, 
	version INTEGER DEFAULT '1' NOT NULL, distinct_from TEXT, 
	CONSTRAINT pk_signatory PRIMARY KEY (id), 
	CONSTRAINT ck_signatory_kind CHECK (kind IN ('organization', 'person')), 
	CONSTRAINT uq_signatory_name UNIQUE (name)
);
INSERT INTO "signatory" VALUES(1,'Öko e. V.',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL);
CREATE TABLE signon (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	position INTEGER, 
	name TEXT NOT NULL, 
	signatory_id INTEGER, 
	kind TEXT, 
	representative TEXT, 
	role TEXT, 
	email TEXT, 
	country TEXT, 
	status TEXT NOT NULL, 
	revision TEXT, 
	channel TEXT, 
	evidence TEXT, 
	signed_at TEXT, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_signon PRIMARY KEY (id), 
	CONSTRAINT ck_signon_channel CHECK (channel IN ('email', 'form', 'web', 'meeting', 'manual')), 
	CONSTRAINT ck_signon_kind CHECK (kind IN ('organization', 'person')), 
	CONSTRAINT ck_signon_status CHECK (status IN ('invited', 'signed', 'declined', 'withdrawn')), 
	CONSTRAINT fk_signon_evidence FOREIGN KEY(evidence) REFERENCES original (sha256), 
	CONSTRAINT fk_signon_letter_id_revision FOREIGN KEY(letter_id, revision) REFERENCES revision (letter_id, digest), 
	CONSTRAINT fk_signon_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_signon_signatory_id FOREIGN KEY(signatory_id) REFERENCES signatory (id), 
	CONSTRAINT uq_signon_letter_id_position UNIQUE (letter_id, position)
);
INSERT INTO "signon" VALUES(1,1,0,'Öko',1,NULL,NULL,NULL,NULL,NULL,'signed','705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c','email','62773ca68e29c77ed71f2b8b1403f9cd22099498d051b1f9be72c147c2b422fc','2022-08-30',1);
INSERT INTO "signon" VALUES(2,2,0,'Öko',NULL,NULL,NULL,NULL,'ana@example.org',NULL,'signed',NULL,NULL,NULL,NULL,1);
CREATE TABLE signon_answer (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	state TEXT NOT NULL, 
	says TEXT NOT NULL, 
	signon_id INTEGER, 
	name TEXT, 
	kind TEXT, 
	representative TEXT, 
	role TEXT, 
	email TEXT, 
	country TEXT, 
	comments TEXT, 
	revision TEXT, 
	passage TEXT, 
	sender TEXT, 
	matched TEXT, 
	dkim TEXT, 
	checks TEXT, 
	cells TEXT, 
	fault TEXT, 
	evidence TEXT, 
	place INTEGER, 
	said_at TEXT, 
	received_at TEXT NOT NULL, 
	decided_at TEXT, 
	decided_by TEXT, 
	CONSTRAINT pk_signon_answer PRIMARY KEY (id), 
	CONSTRAINT ck_signon_answer_channel CHECK (channel IN ('email', 'form', 'web', 'meeting', 'manual')), 
	CONSTRAINT ck_signon_answer_state CHECK (state IN ('pending', 'accepted', 'rejected', 'duplicate', 'faulty')), 
	CONSTRAINT ck_signon_answer_says CHECK (says IN ('signs', 'declines', 'withdraws', 'wants-change', 'asks', 'unclear')), 
	CONSTRAINT ck_signon_answer_kind CHECK (kind IN ('organization', 'person')), 
	CONSTRAINT ck_signon_answer_number CHECK (number >= 1), 
	CONSTRAINT fk_signon_answer_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_signon_answer_letter_id_revision FOREIGN KEY(letter_id, revision) REFERENCES revision (letter_id, digest), 
	CONSTRAINT fk_signon_answer_signon_id FOREIGN KEY(signon_id) REFERENCES signon (id) ON DELETE SET NULL, 
	CONSTRAINT fk_signon_answer_evidence FOREIGN KEY(evidence) REFERENCES original (sha256), 
	CONSTRAINT uq_signon_answer_letter_id_number UNIQUE (letter_id, number), 
	CONSTRAINT uq_signon_answer_letter_id_key UNIQUE (letter_id, "key")
);
INSERT INTO "signon_answer" VALUES(1,2,1,'0db52f4076c082518412afd3dd3576e2cb0c63703fd7fed5e23ade60efef31d9','email','accepted','signs',2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'b5e69d0e5d241d132ed30cf9db586d9e052f6b0766893699d570373fafe5624c',NULL,NULL,'2026-11-20T10:00:00Z',NULL,NULL);
CREATE TABLE signon_call (
	letter_id INTEGER NOT NULL, 
	deadline TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	template TEXT NOT NULL, 
	revision TEXT NOT NULL, 
	"attach" TEXT, 
	CONSTRAINT pk_signon_call PRIMARY KEY (letter_id), 
	CONSTRAINT fk_signon_call_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_signon_call_letter_id_revision FOREIGN KEY(letter_id, revision) REFERENCES revision (letter_id, digest)
);
INSERT INTO "signon_call" VALUES(2,'2026-12-01T09:00','UTC','sign-on-call','705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c',NULL);
CREATE TABLE signon_mail (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	signon_id INTEGER NOT NULL, 
	message_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	round INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	language TEXT NOT NULL, 
	revision TEXT NOT NULL, 
	earlier TEXT, 
	state TEXT NOT NULL, 
	tokens TEXT, 
	tries INTEGER NOT NULL, 
	queued_at TEXT, 
	tried_at TEXT, 
	sent_at TEXT, 
	not_before TEXT, 
	said TEXT, 
	CONSTRAINT pk_signon_mail PRIMARY KEY (id), 
	CONSTRAINT ck_signon_mail_kind CHECK (kind IN ('call', 'reminder', 'confirmation')), 
	CONSTRAINT ck_signon_mail_state CHECK (state IN ('queued', 'sending', 'sent', 'written', 'failed', 'cancelled')), 
	CONSTRAINT ck_signon_mail_tries CHECK (tries >= 0), 
	CONSTRAINT ck_signon_mail_round CHECK (round >= 1), 
	CONSTRAINT fk_signon_mail_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id) ON DELETE CASCADE, 
	CONSTRAINT fk_signon_mail_letter_id_revision FOREIGN KEY(letter_id, revision) REFERENCES revision (letter_id, digest), 
	CONSTRAINT fk_signon_mail_letter_id_earlier FOREIGN KEY(letter_id, earlier) REFERENCES revision (letter_id, digest), 
	CONSTRAINT fk_signon_mail_signon_id FOREIGN KEY(signon_id) REFERENCES signon (id) ON DELETE CASCADE, 
	CONSTRAINT uq_signon_mail_letter_id_message_id UNIQUE (letter_id, message_id), 
	CONSTRAINT uq_signon_mail_signon_id_kind_revision_round UNIQUE (signon_id, kind, revision, round)
);
INSERT INTO "signon_mail" VALUES(1,2,2,'1@example.org','confirmation',1,'ana@example.org','en','1fc4f2abe0cd3b394cf6c59f0089fef3df69480a66b0ff40c76282eb47fdcd81','705349fa3670fba8e50ded6fa088b3e95a530cea99dcc9902dc5e8f635a0ff2c','sent','["3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"]',0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE thread (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	title TEXT NOT NULL, 
	language TEXT NOT NULL, 
	summary TEXT, 
	reply_due_days INTEGER, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_thread PRIMARY KEY (id), 
	CONSTRAINT ck_thread_reply_due_days CHECK (reply_due_days >= 0), 
	CONSTRAINT uq_thread_slug UNIQUE (slug)
);
INSERT INTO "thread" VALUES(1,'full','Full','en','One of each.',30,1);
INSERT INTO "thread" VALUES(2,'called','T','en',NULL,NULL,1);
INSERT INTO "thread" VALUES(3,'beside','T','en',NULL,NULL,1);
CREATE TABLE undertaking (
	id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	identifier TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	statement TEXT NOT NULL, 
	status TEXT, 
	finding TEXT, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_undertaking PRIMARY KEY (id), 
	CONSTRAINT ck_undertaking_status CHECK (status IN ('outstanding', 'partly-fulfilled', 'fulfilled', 'contradicted', 'withdrawn')), 
	CONSTRAINT fk_undertaking_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE, 
	CONSTRAINT uq_undertaking_thread_id_identifier UNIQUE (thread_id, identifier), 
	CONSTRAINT uq_undertaking_thread_id_position UNIQUE (thread_id, position)
);
INSERT INTO "undertaking" VALUES(1,1,'u',0,'To vet.','outstanding',NULL,1);
CREATE TABLE undertaking_by (
	undertaking_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	CONSTRAINT pk_undertaking_by PRIMARY KEY (undertaking_id, position), 
	CONSTRAINT fk_undertaking_by_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_undertaking_by_undertaking_id FOREIGN KEY(undertaking_id) REFERENCES undertaking (id) ON DELETE CASCADE
);
INSERT INTO "undertaking_by" VALUES(1,0,1);
CREATE INDEX ix_letter_thread_id ON letter (thread_id);
CREATE INDEX ix_message_message_id ON message (message_id);
CREATE INDEX ix_message_thread_id ON message (thread_id);
CREATE INDEX ix_organization_thread_id ON organization (thread_id);
CREATE INDEX ix_undertaking_thread_id ON undertaking (thread_id);
CREATE INDEX ix_contact_organization_id ON contact (organization_id);
CREATE INDEX ix_contact_thread_id ON contact (thread_id);
CREATE INDEX ix_letter_reply_message_id ON letter_reply (message_id);
CREATE INDEX ix_message_file_sha256 ON message_file (sha256);
CREATE INDEX ix_message_reply_to_letter_id ON message_reply (to_letter_id);
CREATE INDEX ix_message_reply_to_message_id ON message_reply (to_message_id);
CREATE INDEX ix_organization_parent_parent_id ON organization_parent (parent_id);
CREATE INDEX ix_question_superseded_by_id ON question (superseded_by_id);
CREATE INDEX ix_question_thread_id ON question (thread_id);
CREATE INDEX ix_question_undertaking_id ON question (undertaking_id);
CREATE INDEX ix_revision_letter_id ON revision (letter_id);
CREATE INDEX ix_undertaking_by_organization_id ON undertaking_by (organization_id);
CREATE INDEX ix_assessment_message_id ON assessment (message_id);
CREATE INDEX ix_assessment_question_id ON assessment (question_id);
CREATE INDEX ix_letter_addressee_contact_id ON letter_addressee (contact_id);
CREATE INDEX ix_letter_appendix_undertaking_undertaking_id ON letter_appendix_undertaking (undertaking_id);
CREATE INDEX ix_question_asked_letter_id ON question_asked (letter_id);
CREATE INDEX ix_question_asked_message_id ON question_asked (message_id);
CREATE INDEX ix_signon_evidence ON signon (evidence);
CREATE INDEX ix_signon_letter_id ON signon (letter_id);
CREATE INDEX ix_signon_signatory_id ON signon (signatory_id);
CREATE VIEW question_asking AS
    SELECT q.id AS question_id,
           count(a.question_id) AS times_asked,
           min(coalesce(m.date, l.date)) AS first_asked,
           max(coalesce(m.date, l.date)) AS last_asked
      FROM question q
      LEFT JOIN question_asked a ON a.question_id = q.id
      LEFT JOIN message m ON m.id = a.message_id
      LEFT JOIN letter l ON l.id = a.letter_id
     GROUP BY q.id;
CREATE VIEW revision_text AS
    SELECT id AS revision_id, letter_id, number, digest,
           coalesce(max(CASE WHEN kind = 'substantive' THEN number END)
                        OVER (PARTITION BY letter_id ORDER BY number), 1) AS text_number
      FROM revision;
CREATE VIEW signon_state AS
    SELECT s.id AS signon_id, s.letter_id AS letter_id,
           CASE
               WHEN s.status <> 'signed' THEN s.status
               WHEN s.revision IS NULL THEN 'unbound'
               WHEN signed.text_number = newest.text_number THEN 'confirmed'
               ELSE 'to-be-confirmed'
           END AS state
      FROM signon s
      LEFT JOIN revision_text signed ON signed.letter_id = s.letter_id AND signed.digest = s.revision
      LEFT JOIN revision_text newest ON newest.letter_id = s.letter_id
           AND newest.number = (SELECT max(r.number) FROM revision r WHERE r.letter_id = s.letter_id);
CREATE TRIGGER journal_frozen_update BEFORE UPDATE OF number, at, actor, act, subject, detail, previous, digest ON journal BEGIN SELECT RAISE(ABORT, 'journal: what is on record is never altered'); END;
CREATE TRIGGER journal_frozen_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal: what is on record is never altered'); END;
CREATE TRIGGER original_frozen_update BEFORE UPDATE OF sha256, size, content ON original BEGIN SELECT RAISE(ABORT, 'original: what is on record is never altered'); END;
CREATE TRIGGER revision_frozen_update BEFORE UPDATE OF number, digest, body ON revision BEGIN SELECT RAISE(ABORT, 'revision: what is on record is never altered'); END;
CREATE VIEW question_decision AS
    SELECT question_id, assessment_id, message_id, verdict
      FROM (SELECT a.question_id, a.id AS assessment_id, a.message_id, a.verdict,
                   row_number() OVER (
                       PARTITION BY a.question_id
                       ORDER BY coalesce(m.date, m.received, '') DESC, coalesce(m.received, '') DESC, a.position DESC
                   ) AS newest
              FROM assessment a JOIN message m ON m.id = a.message_id
             WHERE a.retracted_at IS NULL) ranked
     WHERE newest = 1;
CREATE INDEX ix_passage_undertaking_id ON passage (undertaking_id);
CREATE INDEX ix_passage_assessment_id ON passage (assessment_id);
CREATE INDEX ix_passage_message_id ON passage (message_id);
CREATE INDEX ix_passage_question_id ON passage (question_id);
CREATE INDEX ix_signon_mail_letter_id ON signon_mail (letter_id);
CREATE INDEX ix_signon_mail_state ON signon_mail (state);
CREATE INDEX ix_signon_answer_letter_id ON signon_answer (letter_id);
CREATE INDEX ix_signon_answer_signon_id ON signon_answer (signon_id);
CREATE INDEX ix_signon_answer_evidence ON signon_answer (evidence);
CREATE INDEX ix_letter_appendix_letter_id ON letter_appendix (letter_id);
CREATE INDEX ix_letter_appendix_question_question_id ON letter_appendix_question (question_id);
CREATE INDEX ix_page_entry_letter_id ON page_entry (letter_id);
CREATE INDEX ix_page_entry_signon_id ON page_entry (signon_id);
CREATE INDEX ix_page_entry_state ON page_entry (state);
CREATE INDEX ix_page_token_entry_id ON page_token (entry_id);
CREATE INDEX ix_message_read ON message (thread_id, date, received) WHERE direction = 'incoming' AND assessed;
CREATE VIEW thread_read AS
    SELECT thread_id, max(coalesce(date, received)) AS newest
      FROM message
     WHERE direction = 'incoming' AND assessed
     GROUP BY thread_id;
CREATE VIEW question_state AS
    SELECT q.id AS question_id,
           CASE
               WHEN q.withdrawn IS NOT NULL THEN 'withdrawn'
               WHEN q.superseded_by_id IS NOT NULL THEN 'superseded'
               WHEN d.verdict IS NOT NULL THEN d.verdict
               WHEN r.newest >= k.first_asked THEN 'passed-over'
               ELSE 'open'
           END AS status,
           d.assessment_id AS assessment_id,
           d.message_id AS message_id,
           k.times_asked AS times_asked,
           k.first_asked AS first_asked,
           k.last_asked AS last_asked
      FROM question q
      JOIN question_asking k ON k.question_id = q.id
      LEFT JOIN question_decision d ON d.question_id = q.id
      LEFT JOIN thread_read r ON r.thread_id = q.thread_id;
CREATE TRIGGER search_thread_insert AFTER INSERT ON thread BEGIN INSERT INTO search_stale (source, row_id) SELECT 'thread', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_thread_update AFTER UPDATE OF slug, title, summary ON thread BEGIN INSERT INTO search_stale (source, row_id) SELECT 'thread', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'thread', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_thread_delete AFTER DELETE ON thread BEGIN INSERT INTO search_stale (source, row_id) SELECT 'thread', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_organization_insert AFTER INSERT ON organization BEGIN INSERT INTO search_stale (source, row_id) SELECT 'organization', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_organization_update AFTER UPDATE OF thread_id, name, names, url ON organization BEGIN INSERT INTO search_stale (source, row_id) SELECT 'organization', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'organization', NEW.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'contact', c.id FROM contact c WHERE c.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'contact', c.id FROM contact c WHERE c.organization_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', a.letter_id FROM letter_addressee a JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', a.letter_id FROM letter_addressee a JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', b.undertaking_id FROM undertaking_by b WHERE b.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', b.undertaking_id FROM undertaking_by b WHERE b.organization_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', b.undertaking_id FROM undertaking_by b WHERE b.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', b.undertaking_id FROM undertaking_by b WHERE b.organization_id = NEW.id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_organization_delete AFTER DELETE ON organization BEGIN INSERT INTO search_stale (source, row_id) SELECT 'organization', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'contact', c.id FROM contact c WHERE c.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', a.letter_id FROM letter_addressee a JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id JOIN contact c ON c.id = a.contact_id WHERE c.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', b.undertaking_id FROM undertaking_by b WHERE b.organization_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', b.undertaking_id FROM undertaking_by b WHERE b.organization_id = OLD.id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_contact_insert AFTER INSERT ON contact BEGIN INSERT INTO search_stale (source, row_id) SELECT 'contact', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_contact_update AFTER UPDATE OF thread_id, name, honorific, role, email, organization_id ON contact BEGIN INSERT INTO search_stale (source, row_id) SELECT 'contact', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'contact', NEW.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', a.letter_id FROM letter_addressee a WHERE a.contact_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', a.letter_id FROM letter_addressee a WHERE a.contact_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id WHERE a.contact_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id WHERE a.contact_id = NEW.id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_contact_delete AFTER DELETE ON contact BEGIN INSERT INTO search_stale (source, row_id) SELECT 'contact', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', a.letter_id FROM letter_addressee a WHERE a.contact_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r JOIN letter_addressee a ON a.letter_id = r.letter_id WHERE a.contact_id = OLD.id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signatory_insert AFTER INSERT ON signatory BEGIN INSERT INTO search_stale (source, row_id) SELECT 'signatory', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signatory_update AFTER UPDATE OF name, names, aliases, contacts, url ON signatory BEGIN INSERT INTO search_stale (source, row_id) SELECT 'signatory', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'signatory', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signatory_delete AFTER DELETE ON signatory BEGIN INSERT INTO search_stale (source, row_id) SELECT 'signatory', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_message_insert AFTER INSERT ON message BEGIN INSERT INTO search_stale (source, row_id) SELECT 'message', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_message_update AFTER UPDATE OF thread_id, direction, date, received, title, author, recipients, body ON message BEGIN INSERT INTO search_stale (source, row_id) SELECT 'message', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'message', NEW.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'assessment', a.id FROM assessment a WHERE a.message_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'assessment', a.id FROM assessment a WHERE a.message_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', a.question_id FROM question_asked a WHERE a.message_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', a.question_id FROM question_asked a WHERE a.message_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', p.undertaking_id FROM passage p WHERE p.message_id = OLD.id AND p.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', p.undertaking_id FROM passage p WHERE p.message_id = NEW.id AND p.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', p.undertaking_id FROM passage p WHERE p.message_id = OLD.id AND p.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', p.undertaking_id FROM passage p WHERE p.message_id = NEW.id AND p.undertaking_id > 0 ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_message_delete AFTER DELETE ON message BEGIN INSERT INTO search_stale (source, row_id) SELECT 'message', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'assessment', a.id FROM assessment a WHERE a.message_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', a.question_id FROM question_asked a WHERE a.message_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', p.undertaking_id FROM passage p WHERE p.message_id = OLD.id AND p.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', p.undertaking_id FROM passage p WHERE p.message_id = OLD.id AND p.undertaking_id > 0 ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_message_file_insert AFTER INSERT ON message_file BEGIN INSERT INTO search_stale (source, row_id) SELECT 'message', NEW.message_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_message_file_update AFTER UPDATE OF message_id, position, name ON message_file BEGIN INSERT INTO search_stale (source, row_id) SELECT 'message', OLD.message_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'message', NEW.message_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_message_file_delete AFTER DELETE ON message_file BEGIN INSERT INTO search_stale (source, row_id) SELECT 'message', OLD.message_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_passage_insert AFTER INSERT ON passage BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', NEW.undertaking_id WHERE NEW.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', NEW.undertaking_id WHERE NEW.undertaking_id > 0 ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_passage_update AFTER UPDATE OF message_id, undertaking_id ON passage BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', OLD.undertaking_id WHERE OLD.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', NEW.undertaking_id WHERE NEW.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', OLD.undertaking_id WHERE OLD.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', NEW.undertaking_id WHERE NEW.undertaking_id > 0 ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_passage_delete AFTER DELETE ON passage BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', OLD.undertaking_id WHERE OLD.undertaking_id > 0 ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', OLD.undertaking_id WHERE OLD.undertaking_id > 0 ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_undertaking_insert AFTER INSERT ON undertaking BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', NEW.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_undertaking_update AFTER UPDATE OF thread_id, statement, finding ON undertaking BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', NEW.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_undertaking_delete AFTER DELETE ON undertaking BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_undertaking_by_insert AFTER INSERT ON undertaking_by BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', NEW.undertaking_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', NEW.undertaking_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_undertaking_by_update AFTER UPDATE OF undertaking_id, position, organization_id ON undertaking_by BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', OLD.undertaking_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'undertaking', NEW.undertaking_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', OLD.undertaking_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', NEW.undertaking_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_undertaking_by_delete AFTER DELETE ON undertaking_by BEGIN INSERT INTO search_stale (source, row_id) SELECT 'undertaking', OLD.undertaking_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'finding', OLD.undertaking_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_question_insert AFTER INSERT ON question BEGIN INSERT INTO search_stale (source, row_id) SELECT 'question', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_question_update AFTER UPDATE OF text, tags, withdrawn ON question BEGIN INSERT INTO search_stale (source, row_id) SELECT 'question', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_question_delete AFTER DELETE ON question BEGIN INSERT INTO search_stale (source, row_id) SELECT 'question', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_question_asked_insert AFTER INSERT ON question_asked BEGIN INSERT INTO search_stale (source, row_id) SELECT 'question', NEW.question_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_question_asked_update AFTER UPDATE OF question_id, position, message_id, letter_id, wording ON question_asked BEGIN INSERT INTO search_stale (source, row_id) SELECT 'question', OLD.question_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', NEW.question_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_question_asked_delete AFTER DELETE ON question_asked BEGIN INSERT INTO search_stale (source, row_id) SELECT 'question', OLD.question_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_assessment_insert AFTER INSERT ON assessment BEGIN INSERT INTO search_stale (source, row_id) SELECT 'assessment', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_assessment_update AFTER UPDATE OF question_id, message_id, note, retracted_at ON assessment BEGIN INSERT INTO search_stale (source, row_id) SELECT 'assessment', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'assessment', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_assessment_delete AFTER DELETE ON assessment BEGIN INSERT INTO search_stale (source, row_id) SELECT 'assessment', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_insert AFTER INSERT ON letter BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_update AFTER UPDATE OF date, title, body ON letter BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', NEW.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = NEW.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', a.question_id FROM question_asked a WHERE a.letter_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', a.question_id FROM question_asked a WHERE a.letter_id = NEW.id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_delete AFTER DELETE ON letter BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = OLD.id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'question', a.question_id FROM question_asked a WHERE a.letter_id = OLD.id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_appendix_insert AFTER INSERT ON letter_appendix BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', NEW.letter_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_appendix_update AFTER UPDATE OF letter_id, position, title, body ON letter_appendix BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', OLD.letter_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', NEW.letter_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_appendix_delete AFTER DELETE ON letter_appendix BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', OLD.letter_id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_addressee_insert AFTER INSERT ON letter_addressee BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', NEW.letter_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = NEW.letter_id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_addressee_update AFTER UPDATE OF letter_id, position, contact_id, name, organization ON letter_addressee BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', OLD.letter_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'letter', NEW.letter_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = OLD.letter_id ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = NEW.letter_id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_letter_addressee_delete AFTER DELETE ON letter_addressee BEGIN INSERT INTO search_stale (source, row_id) SELECT 'letter', OLD.letter_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', r.id FROM revision r WHERE r.letter_id = OLD.letter_id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_revision_insert AFTER INSERT ON revision BEGIN INSERT INTO search_stale (source, row_id) SELECT 'revision', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_revision_update AFTER UPDATE OF letter_id, number, frozen_at, note, body ON revision BEGIN INSERT INTO search_stale (source, row_id) SELECT 'revision', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'revision', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_revision_delete AFTER DELETE ON revision BEGIN INSERT INTO search_stale (source, row_id) SELECT 'revision', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_campaign_insert AFTER INSERT ON campaign BEGIN INSERT INTO search_stale (source, row_id) SELECT 'campaign', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_campaign_update AFTER UPDATE OF title, date, body ON campaign BEGIN INSERT INTO search_stale (source, row_id) SELECT 'campaign', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'campaign', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_campaign_delete AFTER DELETE ON campaign BEGIN INSERT INTO search_stale (source, row_id) SELECT 'campaign', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signon_insert AFTER INSERT ON signon BEGIN INSERT INTO search_stale (source, row_id) SELECT 'signon', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signon_update AFTER UPDATE OF letter_id, name, representative, role, email, signed_at ON signon BEGIN INSERT INTO search_stale (source, row_id) SELECT 'signon', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'signon', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signon_delete AFTER DELETE ON signon BEGIN INSERT INTO search_stale (source, row_id) SELECT 'signon', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signon_answer_insert AFTER INSERT ON signon_answer BEGIN INSERT INTO search_stale (source, row_id) SELECT 'answer', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signon_answer_update AFTER UPDATE OF letter_id, number, name, email, sender, comments, passage, said_at, received_at ON signon_answer BEGIN INSERT INTO search_stale (source, row_id) SELECT 'answer', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_stale (source, row_id) SELECT 'answer', NEW.id WHERE true ON CONFLICT DO NOTHING; END;
CREATE TRIGGER search_signon_answer_delete AFTER DELETE ON signon_answer BEGIN INSERT INTO search_stale (source, row_id) SELECT 'answer', OLD.id WHERE true ON CONFLICT DO NOTHING; END;
PRAGMA writable_schema=OFF;
COMMIT;
CREATE VIRTUAL TABLE search_index USING fts5(words, party, scope, tokenize='ascii', prefix='2 3 4');
INSERT INTO search_index (rowid, words, party, scope) VALUES (32766, 'one of each', '', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (32767, 'full full', '', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (49150, 'es acme', '', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (49151, 'acme', '', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (65535, 'acme labs', '', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (81918, 'counsel eva example org', '', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (81919, 'eva ruiz', 'acme', 'kname t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (98303, 'oko e v', '', 'kname');
INSERT INTO search_index (rowid, words, party, scope) VALUES (212990, 'how so', '', 'kquestion t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (212991, '', '', 'kquestion t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (245759, 't called', '', 'kname t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (262142, 'body', '', 'kletter t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (262143, 'l', '', 'kletter t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (278526, '1 signature block', '', 'kletter t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (278527, 'l', '', 'kletter t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (294910, '2 signature block', '', 'kletter t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (294911, 'l', '', 'kletter t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (311294, 'ana example org', '', 'ksignon t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (311295, 'oko', '', 'ksignon t2');
INSERT INTO search_index (rowid, words, party, scope) VALUES (327679, 't beside', '', 'kname t3');
INSERT INTO search_index (rowid, words, party, scope) VALUES (344062, 'shared', '', 'kletter t3');
INSERT INTO search_index (rowid, words, party, scope) VALUES (344063, 'to all', '', 'kletter t3');
INSERT INTO search_index (rowid, words, party, scope) VALUES (360446, 'why', '', 'kquestion t3');
INSERT INTO search_index (rowid, words, party, scope) VALUES (360447, '', '', 'kquestion t3');
INSERT INTO search_index (rowid, words, party, scope) VALUES (376830, 'shared', '', 'kletter');
INSERT INTO search_index (rowid, words, party, scope) VALUES (376831, 'to all', '', 'kletter');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811777131368529918, 'words', '', 'ksent t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811777131368529919, '', '', 'ksent t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811810116717379582, 'every customer is vetted we never comment on customers', '', 'kreceived t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811810116717379583, 'reply eml', '', 'kreceived t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811810116717428734, 'to vet', '', 'kundertaking t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811810116717428735, '', 'acme', 'kundertaking t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811876087415144447, 'oko', '', 'ksignon t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811878286438318078, 'dear letter addressees 0 name', '', 'kletter t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811878286438318079, 'l', 'eva ruiz acme', 'kletter t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811878286438334462, '1 signature block', '', 'kletter t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811878286438334463, 'l', 'eva ruiz acme', 'kletter t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811878286438367230, 'how how then', '', 'kquestion t1');
INSERT INTO search_index (rowid, words, party, scope) VALUES (811878286438367231, 'vetting', '', 'kquestion t1');
