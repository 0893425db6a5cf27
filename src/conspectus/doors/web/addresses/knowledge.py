"""Addresses of knowledge and of lessons."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import knowledge, knowledge_keeping, lessons

knowledge_addresses = [
    path("knowledge/", knowledge.articles, name="knowledge"),
    path("knowledge/glossary/", knowledge.glossary, name="glossary"),
    path("knowledge/glossary.<str:kind>", knowledge.glossary_to_keep, name="glossary-file"),
    path("knowledge/new/", knowledge_keeping.new_article, name="new-article"),
    path("knowledge/<str:article_id>/", knowledge.article, name="article"),
    path("knowledge/<str:article_id>/file.<str:ending>", knowledge.article_file, name="article-file"),
    path("knowledge/<str:article_id>/versions/", knowledge.versions, name="article-versions"),
    path("knowledge/<str:article_id>/draft/", knowledge_keeping.draft, name="draft-article"),
    path("knowledge/<str:article_id>/draft/drop/", knowledge_keeping.drop, name="drop-draft"),
    path("knowledge/<str:article_id>/publication/", knowledge_keeping.publish, name="publish-article"),
    path("knowledge/<str:article_id>/particulars/", knowledge_keeping.particulars, name="change-article"),
    path("knowledge/<str:article_id>/offer/", knowledge_keeping.answer_offer, name="answer-offer"),
    path("knowledge/<str:article_id>/retirement/", knowledge_keeping.retire, name="retire-article"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons.<str:kind>", lessons.lessons_to_keep, name="lessons-file"),
    path("lessons/<str:lesson_id>/", lessons.lesson, name="lesson"),
    path("lessons/<str:lesson_id>/change/", lessons.change_lesson, name="change-lesson"),
    path("lessons/<str:lesson_id>/withdrawal/", lessons.withdraw_lesson, name="withdraw-lesson"),
    path("lessons/<str:lesson_id>/review/", lessons.review_lesson, name="review-lesson"),
    path("lessons/<str:lesson_id>/standard/", lessons.say_what_changed, name="lesson-standard"),
    path("lesson-offers/<str:offer_id>/opening/", lessons.open_offer, name="open-offer"),
    path("lesson-offers/<str:offer_id>/answer/", lessons.answer_offer, name="answer-lesson-offer"),
    path("projects/<str:project_id>/lessons/", lessons.project_lessons, name="project-lessons"),
    path("projects/<str:project_id>/lessons/new/", lessons.new_lesson, name="new-lesson"),
    path("projects/<str:project_id>/lessons/paste/", lessons.paste, name="paste-lessons"),
    path("projects/<str:project_id>/lessons/offers/", lessons.offer_lessons, name="offer-lessons"),
]
